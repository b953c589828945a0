"""Noting a meeting, and my own notes: nobody else finds a page here."""

from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from maillage.encounters import forms, lists, notes, operations, reminders, retention
from maillage.encounters.capture import REMINDER_VERSION, VERSION
from maillage.encounters.models import Intervention, Reminder, SealedNote
from maillage.encounters.policies import COUNT
from maillage.kit import clock
from maillage.kit.forms import refusals_in
from maillage.kit.gestures import gesture
from maillage.kit.pages import page, posted
from maillage.kit.policy import fetch, permits_adding, require, visible
from maillage.people.models import Person

FORM = "encounters/form.html"
DISCREET = "encounters.discreet"


def _reader(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def _known_id(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def _meeting(request: HttpRequest, pk: Any, right: str = "may_view") -> Intervention:
    """The note, by its number: its last version."""
    row = fetch(Intervention.objects.all(), _reader(request), right, pk=pk)
    return operations.last_version(row)


def _discreet(request: HttpRequest) -> bool:
    """Whether my lists hide what they hold, until I sign out."""
    return bool(request.session.get(DISCREET))


def _form_page(request: HttpRequest, form: forms.MeetingForm, **shown: Any) -> HttpResponse:
    context = {
        "form": form,
        "discreet": _discreet(request),
        "research_open": form.opened["research"] or forms.answers_research(_reader(request)),
        "version": VERSION,
        **shown,
    }
    return page(request, FORM, context, status=422 if form.is_bound else 200)


def note(request: HttpRequest) -> HttpResponse:
    """« J’ai rencontré quelqu’un »; `like` copies another note of mine, `day` is another day than today."""
    reader = _reader(request)
    require(permits_adding(reader, Intervention))
    initial: dict[str, Any] = {"happened_on": request.GET["day"]} if "day" in request.GET else {}
    if "like" in request.GET:
        initial |= forms.like(_meeting(request, _known_id(request.GET["like"])))
    form = forms.MeetingForm(posted(request), by=reader, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            row = form.keep(by=reader)
            undo = reverse("encounters:withdraw", args=[row.first_version])
            messages.success(request, _("It is noted."), extra_tags=f"undo:{undo}")
            if "again" in request.POST:
                return redirect(f"{reverse('encounters:note')}?{urlencode({'like': row.first_version})}")
            return redirect(f"{reverse('encounters:mine')}?{urlencode({'noted': row.first_version})}")
    return _form_page(
        request, form, title=_("I met somebody"), back_url=reverse("encounters:mine"), is_new=True
    )


def correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """« Je complète », « je corrige »: a new version; the one before stays readable by me."""
    reader, meeting = _reader(request), _meeting(request, pk, "may_change")
    form = forms.MeetingForm(posted(request), by=reader, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            form.keep(by=reader)
            messages.success(request, _("It is noted. What I had said before stays on its page."))
            return redirect(meeting)
    title, back = _("I complete my note"), meeting.get_absolute_url()
    return _form_page(request, form, title=title, back_url=back, is_new=False)


def mine(request: HttpRequest) -> HttpResponse:
    """My notes of the day, the week, or all of them."""
    reader, today = _reader(request), clock.today()
    require(permits_adding(reader, Intervention))
    after, span = request.GET.get("after", ""), request.GET.get("span", "")
    span = span if span in lists.SPANS else "week"
    try:
        found = lists.page_of(reader, span, today, after)
    except ValueError:
        raise Http404 from None
    context = {
        "span": span,
        "found": found,
        "numbers": lists.numbers(reader, today),
        "appointments": [] if after else lists.appointments(reader, today),
        "noted": _known_id(request.GET.get("noted", "")),
        "discreet": _discreet(request),
        "today": today,
    }
    return page(request, "encounters/mine.html", context)


def _one(request: HttpRequest, meeting: Intervention, words: Any = None) -> HttpResponse:
    """The page of one note; `words` are its sealed notes, opened."""
    rows = visible(Intervention.objects.versions_of(meeting).with_everything(), _reader(request))
    last, *earlier = rows.order_by("-recorded_at", "-id")
    context = {
        "meeting": last,
        "earlier": earlier,
        "sealed": _sealed(request, meeting).count(),
        "words": words,
        "can_read": notes.is_open(request),
        "vault_url": notes.way_to_vault(_reader(request), meeting.get_absolute_url()),
        "discreet": _discreet(request),
    }
    return page(request, "encounters/one.html", context)


def _sealed(request: HttpRequest, meeting: Intervention) -> QuerySet[SealedNote]:
    """My words about this meeting, still sealed."""
    return visible(SealedNote.objects.of(meeting), _reader(request)).order_by("-written_on", "pk")


def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What I noted of one meeting, and what I had said before I corrected it."""
    return _one(request, _meeting(request, pk))


@require_POST
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """My sealed words, with my open vault; shown in the answer alone, and kept nowhere."""
    meeting = _meeting(request, pk)
    response = _one(request, meeting, notes.read(request, _sealed(request, meeting)))
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def discreet(request: HttpRequest) -> HttpResponse:
    """One tap hides what my lists hold, until the next one or until I sign out."""
    require(permits_adding(_reader(request), Intervention))
    request.session[DISCREET] = not _discreet(request)
    return redirect("encounters:mine")


def kept(request: HttpRequest) -> HttpResponse:
    """How long what is noted of people stays, and what goes next: numbers, for whoever counts."""
    require(_reader(request).has_role(*COUNT))
    context = {"terms": retention.terms(), "due": retention.due(clock.today()), "days": reminders.DAYS}
    return page(request, "encounters/kept.html", context)


def write_reminder(request: HttpRequest) -> HttpResponse:
    """« Pense-bête »: who the person is, sealed for me; no open vault needed."""
    reader = _reader(request)
    require(permits_adding(reader, Reminder))
    form: Any = reminders.ReminderForm(posted(request), by=reader)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            form.keep(by=reader)
            messages.success(request, _("It is sealed for me."))
            return redirect("encounters:reminders")
    context = {
        "form": form,
        "version": REMINDER_VERSION,
        "days": reminders.DAYS,
        "can_seal": notes.can_seal(reader),
        "vault_url": notes.way_to_vault(reader, reverse("encounters:write_reminder")),
        "discreet": _discreet(request),
    }
    return page(request, "encounters/reminder.html", context, status=422 if form.is_bound else 200)


def _reminders(request: HttpRequest, *, opened: bool) -> HttpResponse:
    reader = _reader(request)
    require(permits_adding(reader, Reminder))
    rows = visible(Reminder.objects.all(), reader)[: lists.PAGE]
    context = {
        "reminders": reminders.read(request, rows) if opened else [reminders.Read(row) for row in rows],
        "opened": opened and notes.is_open(request),
        "can_read": notes.is_open(request),
        "days": reminders.DAYS,
        "vault_url": notes.way_to_vault(reader, reverse("encounters:reminders")),
        "discreet": _discreet(request),
    }
    return page(request, "encounters/reminders.html", context)


def reminders_mine(request: HttpRequest) -> HttpResponse:
    """My pense-bêtes: when I wrote them, when they go."""
    return _reminders(request, opened=False)


@require_POST
def read_reminders(request: HttpRequest) -> HttpResponse:
    """What they say, with my open vault; shown in the answer alone, and kept nowhere."""
    response = _reminders(request, opened=True)
    response["Cache-Control"] = "no-store"
    return response


def _row_of(reader: Any, row: Intervention) -> str:
    return reverse("encounters:mine")


withdraw = gesture(
    Intervention,
    operations.withdraw_meeting,
    "meeting",
    gettext_lazy("The note is withdrawn: it does not count."),
    undo="encounters:restore",
    to=_row_of,
)
restore = gesture(
    Intervention, operations.restore_meeting, "meeting", gettext_lazy("The note is back."), to=_row_of
)
erase_reminder = gesture(
    Reminder,
    reminders.erase_reminder,
    "reminder",
    gettext_lazy("It is erased. It does not come back."),
    to=lambda reader, row: "encounters:reminders",
)
