"""Calendars in one's own programme: my addresses, and what each of them answers."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maillage.collective_actions import feeds, operations
from maillage.collective_actions.feed_text import CONTENT_TYPE, written
from maillage.collective_actions.forms import FeedForm
from maillage.collective_actions.forms.feeds import WORDS
from maillage.collective_actions.models import CalendarFeed
from maillage.collective_actions.views.asked import reader_of
from maillage.kit import clock
from maillage.kit.forms import refusals_in
from maillage.kit.gestures import done
from maillage.kit.pages import page, posted
from maillage.kit.policy import fetch, permits_adding, require, visible

#: The public feed may be an hour old.
FRESH_SECONDS = 3600


@never_cache
def my_feeds(request: HttpRequest) -> HttpResponse:
    """My addresses, a new one, and how to use it. A new address is shown this once."""
    reader = reader_of(request)
    require(permits_adding(reader, CalendarFeed))
    form = FeedForm(posted(request), by=reader)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            made = form.keep(by=reader)
            path = f"{reverse('collective_actions:feed')}?key={made.key}"
            link = request.build_absolute_uri(path)
            shown = {"feed": made, "link": link, "which": WORDS[made.kind]}
            return page(request, "collective_actions/feed_made.html", shown)
    mine = visible(CalendarFeed.objects.filter(revoked_at=None), reader).order_by("-made_at", "pk")
    context = {
        "form": form,
        "feeds": [(each, WORDS[each.kind]) for each in mine],
        "public_feeds": [
            (code, request.build_absolute_uri(reverse("collective_actions:open_agenda", args=[code])))
            for code in feeds.LANGUAGES
        ],
    }
    return page(request, "collective_actions/my_feeds.html", context, status=422 if form.is_bound else 200)


@require_POST
def revoke_feed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of my addresses answers nothing any more; another's does not exist for me."""
    row = fetch(CalendarFeed.objects.all(), reader_of(request), "may_change", pk=pk)
    done(
        request,
        lambda: operations.revoke_feed(by=reader_of(request), feed=row),
        _("This address answers nothing any more: %(row)s") % {"row": row},
    )
    return redirect("collective_actions:my_feeds")


@login_not_required
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """What a calendar programme fetches under a secret address; nobody notes when, nor how often (P3)."""
    found = feeds.known(request.GET.get("key", ""))
    if found is None:
        raise Http404
    asked = feeds.answered(found, clock.now())
    if asked is None:
        gone = _("This address answers nothing any more. Maillage makes another, under My calendars.")
        answer = HttpResponse(f"{gone}\n", status=410, content_type="text/plain; charset=utf-8")
    else:
        answer = _calendar(request, asked)
    answer["Cache-Control"] = "private, no-cache"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@login_not_required
@require_safe
def open_agenda(request: HttpRequest, language: str) -> HttpResponse:
    """What is open to everybody, without a secret."""
    if language not in feeds.LANGUAGES:
        raise Http404
    answer = _calendar(request, feeds.for_everybody(language, clock.now()))
    answer["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _calendar(request: HttpRequest, asked: feeds.Feed) -> HttpResponse:
    """The calendar, or « nothing changed » without writing it."""
    base = request.build_absolute_uri("/").removesuffix("/")
    stamp = f'W/"{asked.stamp(base)}"'
    unchanged = get_conditional_response(request, etag=stamp)
    if isinstance(unchanged, HttpResponse):
        answer = unchanged
    else:
        answer = HttpResponse(written(asked, base), content_type=CONTENT_TYPE)
        answer["Content-Disposition"] = f'attachment; filename="agenda-{asked.language}.ics"'
        answer["Content-Language"] = asked.language
    answer["ETag"] = stamp
    return answer
