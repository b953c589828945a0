"""The one form of a meeting, for a page and for a capture of a phone: where, about what, what I did (P4)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from maillage.collective_actions.forms.base import SEVERAL, ActorsField, raqs_today
from maillage.collective_actions.models import Event
from maillage.encounters import notes, operations, tiles
from maillage.encounters.models import LANGUAGES, LONGEST, PURPOSE, Intervention, Said
from maillage.encounters.operations import Lack, Noted, wrong_day
from maillage.kit import clock
from maillage.kit.forms import DayInput
from maillage.kit.locks import hold
from maillage.kit.operations import RefusedError
from maillage.kit.policy import visible
from maillage.kit.term_fields import TermChoiceField, TermsChoiceField
from maillage.people.languages import SPOKEN
from maillage.people.models import Person
from maillage.territory.coverage import neighbourhoods_of, zone_of
from maillage.territory.forms import PlaceField
from maillage.territory.models import Neighbourhood, SelectedNeighbourhood

LACKS = (1, 2)  # how many missing helps the form asks for
COLUMNS = (
    "happened_on", "neighbourhood", "meeting_place", "no_demand", "first_meeting", "initiator",
    "third_party_kind", "first_contact_setting", "lacks_help", "language", "with_interpreter", "event",
    "appointment_on", "appointment_at_office",
)  # fmt: skip
RESEARCH = ("first_meeting", "initiator", "lacks_help", "language", "first_contact_setting")
LATELY = timedelta(days=7)
#: What is folded, and unfolds by itself when something in it is answered or to repair.
FOLDS = {
    "more": ("colleagues", "actors", "event", "appointment_on", "appointment_at_office"),
    "second": ("right_2", "why_2", "why_unknown_2"),
    "note": ("note",),
    "research": (
        *RESEARCH, "third_party_kind", "with_interpreter", "right_1", "why_1", "why_unknown_1",
    ),
}  # fmt: skip


def _one(vocabulary: str, label: Any) -> TermChoiceField:
    return TermChoiceField(
        vocabulary, label=label, required=False, widget=forms.RadioSelect, empty_label=None
    )


def _said(label: Any, **how: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=Said.choices, required=False, widget=forms.RadioSelect, **how
    )


def _yes(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


class MeetingForm(forms.Form):
    """One meeting with one person. `values` is what a page or a phone sends; `like` a note to copy from."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    met_with = forms.UUIDField(required=False, widget=forms.HiddenInput)
    sealed_note = forms.CharField(required=False, widget=forms.HiddenInput, max_length=LONGEST * 6)
    happened_on = forms.DateField(label=_("Day"), widget=DayInput)
    neighbourhood = forms.ModelChoiceField(
        queryset=Neighbourhood.objects.all(), label=_("Neighbourhood"), required=False,
        widget=forms.RadioSelect, empty_label=None,
    )  # fmt: skip
    elsewhere = PlaceField(label=_("Another neighbourhood"), required=False)
    colleagues = forms.ModelMultipleChoiceField(
        queryset=Person.objects.none(), label=_("Colleagues who were there"), required=False, widget=SEVERAL
    )
    meeting_place = _one("meeting_place", _("Where did we meet?"))
    themes = TermsChoiceField("theme", label=_("What did we talk about?"), required=False)
    no_demand = _yes(_("Nothing asked, a wish to be heard"))
    actions_done = TermsChoiceField("action_done", label=_("What did I do?"), required=False)
    first_meeting = _said(_("Is it the first time?"))
    initiator = _one("initiator", _("Who initiated the first meeting?"))
    third_party_kind = _one("third_party_kind", _("Which third person?"))
    first_contact_setting = _one("first_contact_setting", _("In what setting?"))
    lacks_help = _said(_("Is some help they are entitled to lacking?"))
    language = forms.ChoiceField(
        label=_("In which language?"), choices=LANGUAGES, required=False, widget=forms.RadioSelect
    )
    with_interpreter = _yes(_("with an interpreter"))
    actors = ActorsField(label=_("Local actors concerned, one a line"), required=False)
    event = forms.ModelChoiceField(
        queryset=Event.objects.none(), label=_("At an event"), required=False, widget=forms.RadioSelect,
        empty_label=None,
    )  # fmt: skip
    appointment_on = forms.DateField(label=_("Appointment on"), widget=DayInput, required=False)
    appointment_at_office = _yes(_("at my office"))
    note = forms.CharField(
        label=_("A word for myself"), required=False, max_length=LONGEST,
        widget=forms.Textarea(
            attrs={"rows": 4, "data-seal-into": "sealed_note", "data-purpose": PURPOSE}
        ),
        help_text=_("No name, no address, no number. At most 5,000 characters; I alone can read it again."),
    )  # fmt: skip

    def __init__(
        self,
        values: Any = None,
        *,
        by: Person,
        meeting: Intervention | None = None,
        captured: Any = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.by, self.meeting, self.captured = by, meeting, captured
        known = {"key": uuid4(), "happened_on": clock.today()}
        super().__init__(values, initial=known | (of_meeting(meeting) if meeting else {}) | (initial or {}))
        for number in LACKS:
            self._ask_lack(number)
        self._offer_places()
        self._offer_company()
        tiles.offer(self, clock.today(), self._day(), held=self._held())
        self.can_seal = self._can_seal()
        if not self.can_seal:
            del self.fields["note"]

    def _can_seal(self) -> bool:
        return notes.can_seal(self.by)

    def _ask_lack(self, number: int) -> None:
        self.fields[f"right_{number}"] = _one("right_lacking", _("Which help?"))
        self.fields[f"why_{number}"] = TermsChoiceField(
            "non_take_up", label=_("Why, in my view?"), required=False
        )
        self.fields[f"why_unknown_{number}"] = _yes(_("I do not know why"))

    def _held(self) -> Q:
        """Terms the note holds, or its phone said: they stay on offer after they were retired (F30)."""
        names = tiles.term_fields(self)
        held = Q(pk__in=[pk for name in names for pk in tiles.keys(self.initial.get(name))])
        if self.captured and self.is_bound:
            sent: Any = self.data
            held |= Q(code__in={code for name in names for code in sent.getlist(name)})
        return held

    def _day(self) -> date:
        """The day it happened, as far as it can be read: its words are offered too."""
        said = self.data.get(self.add_prefix("happened_on")) if self.is_bound else self.initial["happened_on"]
        try:
            day: date = forms.DateField().clean(said[0] if isinstance(said, list) else said)
        except ValidationError:
            return clock.today()
        return clock.today() if wrong_day(day, clock.today()) else day

    def _offer_places(self) -> None:
        """The neighbourhoods of my zone; the last one of today, or the only one, is chosen."""
        if self.meeting is None and self.captured is None and "neighbourhood" not in self.initial:
            self.initial["neighbourhood"] = last_place(self.by, clock.today()) or (
                self._mine[0].pk if len(self._mine) == 1 else None
            )
        field: Any = self.fields["neighbourhood"]
        field.choices = lambda: list(self.places.items())

    @cached_property
    def _mine(self) -> list[Neighbourhood]:
        zone = zone_of(self.by, self._day())
        return list(neighbourhoods_of(zone, self._day())) if zone else []

    @cached_property
    def places(self) -> dict[str, str]:
        """Those on offer, and the one that was chosen."""
        places: list[Neighbourhood] = list(self._mine)
        chosen = _number(self["neighbourhood"].value())
        if chosen is not None and chosen not in {place.pk for place in places}:
            places += Neighbourhood.objects.filter(pk=chosen)
        return {str(place.pk): str(place) for place in sorted(places, key=str)}

    def _offer_company(self) -> None:
        """What is only shown is asked of the database when it is shown: a phone's capture never is."""
        fields: dict[str, Any] = self.fields
        fields["actors"].reader = self.by
        with_me = raqs_today(self.initial.get("colleagues", [])).exclude(pk=self.by.pk)
        fields["colleagues"].queryset = with_me
        fields["event"].queryset = visible(Event.objects.all(), self.by)
        fields["event"].choices = lambda: self.events
        self._offer_languages()

    @cached_property
    def events(self) -> list[tuple[str, str]]:
        """Those of these days I was at, and the one the note holds."""
        day = self._day()
        mine = Event.objects.standing().filter(raqs=self.by, day__range=(day - LATELY, day))
        held = Event.objects.filter(pk=_pk(self.initial.get("event")))
        events = visible(mine | held, self.by).distinct().select_related("action").order_by("-day", "pk")
        return [(str(row.pk), f"{row} · {clock.in_words(row.day)}") for row in events]

    def _offer_languages(self) -> None:
        field: Any = self.fields["language"]
        field.choices = lambda: [
            (code, SPOKEN[code]) for code in [*self._first_languages, *(set_apart(self._first_languages))]
        ]

    @cached_property
    def _first_languages(self) -> list[str]:
        """Mine first, then French and Dutch, then the others."""
        own = [code for code in self._spoken() if code in SPOKEN]
        return list(dict.fromkeys([*sorted(own, key=list(SPOKEN).index), "fr", "nl"]))

    def _spoken(self) -> Iterable[str]:
        return self.by.spoken_languages.values_list("code", flat=True)

    @property
    def languages_in_sight(self) -> int:
        return len(self._first_languages)

    # --- How it looks ---

    @property
    def opened(self) -> dict[str, bool]:
        """Which folds are open."""
        found = {fold: any(map(self._is_told, names)) for fold, names in FOLDS.items()}
        wrong = any(name in self.errors for name in ("happened_on", "neighbourhood", "elsewhere"))
        return found | {"context": wrong or not self.places or self._day() != clock.today()}

    @property
    def asks_place(self) -> bool:
        """Whether the neighbourhood is still to be chosen among mine, in sight."""
        return len(self.places) > 1 and not self["neighbourhood"].value()

    def _is_told(self, name: str) -> bool:
        return name in self.fields and bool(name in self.errors or self[name].value())

    @property
    def context_words(self) -> str:
        """« Aujourd’hui · Brabant »."""
        place = self.places.get(str(self["neighbourhood"].value()), "")
        return capfirst(" · ".join(filter(None, (clock.ago(self._day(), clock.today()), place))))

    # --- What was said ---

    def clean_happened_on(self) -> date:
        day: date = self.cleaned_data["happened_on"]
        if sentence := wrong_day(day, clock.today()):
            raise ValidationError(sentence)
        return day

    def clean_sealed_note(self) -> bytes | None:
        """A word the phone has sealed already."""
        return notes.from_phone(self.cleaned_data["sealed_note"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        said["neighbourhood"] = said.get("elsewhere") or said.get("neighbourhood")
        if "actions_done" not in self.errors and not said.get("actions_done") and not said.get("no_demand"):
            self.add_error("actions_done", _("One thing more: what did I do? Listening is enough."))
        said["first_meeting"] = _first(said)
        if said["first_meeting"] != Said.YES:
            said.update(initiator=None, first_contact_setting=None)
        if getattr(said.get("initiator"), "code", "") != "third_person":
            said["third_party_kind"] = None
        if self.lacks:
            said["lacks_help"] = Said.YES
        day, then = said.get("happened_on"), said.get("appointment_on")
        if day and then and then < day:
            self.add_error("appointment_on", _("The appointment would come before the meeting. Which day?"))
        return said

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """Each help that is lacking, with why."""
        if self.cleaned_data.get("lacks_help") in (Said.NO, Said.UNKNOWN):
            return ()
        told = [
            Lack(
                self.cleaned_data.get(f"right_{number}"),
                tuple(self.cleaned_data.get(f"why_{number}") or ()),
                bool(self.cleaned_data.get(f"why_unknown_{number}")),
            )
            for number in LACKS
        ]
        return tuple(lack for lack in told if lack.right or lack.forms or lack.why_unknown)

    def _noted(self, key: UUID) -> Noted:
        said = self.cleaned_data
        words = str(said.get("note") or "").strip()
        sealed = notes.seal(self.by, words, key) if words else said.get("sealed_note")
        values = {name: said[name] for name in COLUMNS} | {"met_with": said["met_with"]}
        return Noted(values, {name: said[name] for name in operations.SEVERAL}, self.lacks, sealed)

    @transaction.atomic
    def keep(self, by: Person) -> Intervention:
        """Note it once, however often it is sent; or keep a correction."""
        if self.meeting:
            key = uuid4()
            return operations.correct_meeting(by=by, meeting=self.meeting, noted=self._noted(key), key=key)
        key = self.captured.key if self.captured else self.cleaned_data["key"] or uuid4()
        hold(f"encounters.{key}")
        known = Intervention.objects.filter(pk=key).first()
        if known is not None:
            if known.author_id != by.pk:
                raise RefusedError(_("This note cannot be kept twice. Opening the form anew helps."))
            return known
        received = self.captured.received_at if self.captured else None
        return operations.note_meeting(by=by, noted=self._noted(key), key=key, received_at=received)


class BlankMeetingForm(MeetingForm):
    """The form of nobody, which a phone keeps for where there is no network: it names no colleague or event.

    The phone shows of the neighbourhoods those it knows of its person.
    """

    def __init__(self) -> None:
        super().__init__(by=Person())
        for name in ("colleagues", "actors", "event"):
            del self.fields[name]

    def _can_seal(self) -> bool:
        return True

    @cached_property
    def _mine(self) -> list[Neighbourhood]:
        chosen = SelectedNeighbourhood.objects.standing().on(clock.today())
        return list(Neighbourhood.objects.filter(pk__in=chosen.values("neighbourhood")))

    def _offer_company(self) -> None:
        self._offer_languages()

    def _spoken(self) -> Iterable[str]:
        return []


def _first(said: dict[str, Any]) -> str:
    """Who answers how the first meeting began says that it is the first."""
    began = said.get("initiator") or said.get("first_contact_setting")
    return str(said.get("first_meeting") or (Said.YES if began else ""))


def set_apart(first: list[str]) -> list[str]:
    """The languages that follow."""
    return [code for code in SPOKEN if code not in first]


def _number(value: Any) -> UUID | None:
    try:
        return UUID(str(_pk(value)))
    except ValueError:
        return None


def _pk(value: Any) -> Any:
    return getattr(value, "pk", value)


def last_place(person: Person, day: date) -> Any:
    """Where this person noted their last meeting of the day."""
    rows = Intervention.objects.standing().filter(author=person, happened_on=day)
    found = rows.exclude(neighbourhood=None).order_by("-recorded_at", "-id")
    return found.values_list("neighbourhood", flat=True).first()


def _what_we_said(meeting: Intervention) -> dict[str, Any]:
    """Where, about what, what I did."""
    return {
        "happened_on": meeting.happened_on,
        "neighbourhood": meeting.neighbourhood_id,
        "meeting_place": meeting.meeting_place_id,
        "no_demand": meeting.no_demand,
        "themes": list(meeting.themes.values_list("pk", flat=True)),
        "actions_done": list(meeting.actions_done.values_list("pk", flat=True)),
    }


def like(meeting: Intervention) -> dict[str, Any]:
    """« La même chose pour une autre personne »: where, about what, what I did, in which company."""
    return _what_we_said(meeting) | {
        "met_with": meeting.met_with or meeting.first_version,
        "colleagues": list(meeting.colleagues.values_list("pk", flat=True)),
        "event": meeting.event_id,
        "language": meeting.language,
    }


def of_meeting(meeting: Intervention) -> dict[str, Any]:
    """Everything a note says, as the form shows it again."""
    said = _what_we_said(meeting) | {name: getattr(meeting, name) for name in COLUMNS}
    said |= {name: list(getattr(meeting, name).all()) for name in ("colleagues", "actors")}
    lacking = meeting.non_take_ups.prefetch_related("forms").order_by("id")
    for number, lack in zip(LACKS, lacking, strict=False):
        said |= {
            f"right_{number}": lack.right_id,
            f"why_{number}": [term.pk for term in lack.forms.all()],
            f"why_unknown_{number}": lack.why_unknown,
        }
    return said | {"met_with": meeting.met_with}


def answers_research(person: Person) -> bool:
    """Whether « Pour la recherche » is unfolded: it stays as the person left it with their last note."""
    mine = Intervention.objects.filter(author=person, superseded_at=None)
    last = mine.order_by("-happened_on", "-recorded_at", "-id").first()
    return bool(last) and any(getattr(last, name) for name in RESEARCH)
