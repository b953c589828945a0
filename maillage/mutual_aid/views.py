"""The danger page, for everyone: it asks nobody who they are; and its form, for coordination."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.kit.forms import refusals_in
from maillage.kit.pages import page, posted
from maillage.kit.policy import permits_adding, require, visible
from maillage.kit.shell import Shell
from maillage.mutual_aid.capture import LANGUAGES, shown
from maillage.mutual_aid.forms import DangerPageForm
from maillage.mutual_aid.models import DangerPage
from maillage.people.middleware import open_while_locked
from maillage.people.models import Person

EARLIER = 10
#: Where « Quitter vite » leads: a page anybody might look at.
ELSEWHERE = "https://www.meteo.be/"


@open_while_locked
@login_not_required
@require_safe
def danger(request: HttpRequest, language: str = "") -> HttpResponse:
    """Whom to call and how to think, in French or Dutch."""
    language = language or (translation.get_language() or "")[:2]
    language = language if language in LANGUAGES else LANGUAGES[0]
    ways = [(code, reverse("mutual_aid:danger_in", args=[code])) for code in LANGUAGES]
    with translation.override(language):
        context = {"shell": Shell(), "leave": ELSEWHERE, **shown(language, ways)}
        answer = HttpResponse(render_to_string("mutual_aid/danger.html", context))
    answer["Content-Language"] = language
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def change_danger(request: HttpRequest) -> HttpResponse:
    """A new version of the page; those before stay under it."""
    reader = cast(Person, request.user)
    require(permits_adding(reader, DangerPage))
    form: Any = DangerPageForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            form.keep(by=reader)
            messages.success(request, _("The page is there for everyone."))
            return redirect("mutual_aid:change_danger")
    versions = list(visible(DangerPage.objects.select_related("author"), reader)[:EARLIER])
    context = {"form": form, "versions": versions, "to_read": not versions or versions[0].lawyer_on is None}
    return page(request, "mutual_aid/change.html", context, status=422 if form.is_bound else 200)
