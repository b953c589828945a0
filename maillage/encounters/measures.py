"""What individual work counts: C1 to C5 of the report, settings, languages (R8, R8e, R8f; D7, P3)."""

from datetime import date
from typing import cast

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.encounters.models import Intervention, NonTakeUp, Said
from maillage.kit.measures import Axis, Facts, Measure, Revision, Rows, declare
from maillage.kit.policy import Reader
from maillage.people.languages import SPOKEN
from maillage.territory.models import Commune, Neighbourhood, Zone

FIRST = (Revision(1, date(2026, 11, 21), _("First definition.")),)
FED_BY = "encounters:note"
LANGUAGES = tuple((code, cast("Promise", words)) for code, words in SPOKEN.items())
YES_NO = (("yes", _("yes")), ("no", _("no")))


def meetings(owner: Reader | None) -> Rows:
    """Every note that stands, by its last version."""
    rows: Rows = Intervention.objects.standing()
    return rows.filter(author=owner.pk) if owner else rows


def lacks(owner: Reader | None) -> Rows:
    """Every missing help of a note that stands, on the day of the meeting."""
    rows = NonTakeUp.objects.filter(
        intervention__superseded_at__isnull=True, intervention__withdrawn_at__isnull=True
    )
    dated: Rows = rows.annotate(happened_on=F("intervention__happened_on"))
    return dated.filter(intervention__author=owner.pk) if owner else dated


MEETINGS = Facts(
    "encounters.meetings",
    Intervention,
    "happened_on",
    meetings,
    {Intervention: "pk", NonTakeUp: "non_take_ups"},
)
LACKS = Facts(
    "encounters.lacks",
    NonTakeUp,
    "happened_on",
    lacks,
    {NonTakeUp: "pk", Intervention: "intervention"},
    day_from="intervention__happened_on",
)


def _places(path: str = "") -> tuple[Axis, Axis, Axis]:
    """Where the person was met, not who met them."""
    return (
        Axis("zone", _("Zone"), f"{path}zone", model=Zone, territory="zone"),
        Axis("commune", _("Commune"), f"{path}commune", model=Commune, territory="commune"),
        Axis(
            "neighbourhood", _("Neighbourhood"), f"{path}neighbourhood", model=Neighbourhood,
            within="commune", territory="neighbourhood",
        ),
    )  # fmt: skip


INITIATOR = Axis("initiator", _("Who initiated the first meeting"), "initiator", vocabulary="initiator")
THIRD = Axis("third", _("Which third person"), "third_party_kind", vocabulary="third_party_kind")
SETTING = Axis(
    "setting", _("Setting of the first contact"), "first_contact_setting", vocabulary="first_contact_setting"
)
PLACE = Axis("place", _("Place of the meeting"), "meeting_place", vocabulary="meeting_place")
THEME = Axis("theme", _("Themes"), "themes", vocabulary="theme", many=True)
ACTION = Axis("action", _("What was done"), "actions_done", vocabulary="action_done", many=True)
FORM = Axis("form", _("Forms of non-take-up"), "non_take_ups__forms", vocabulary="non_take_up", many=True)
LANGUAGE = Axis("language", _("Language"), "language", choices=LANGUAGES)
AGAIN = Axis("first", _("First meeting"), "first_meeting", choices=tuple(Said.choices))
LISTENED = Axis("no_demand", _("Nothing asked, a wish to be heard"), "no_demand", choices=YES_NO)
INTERPRETER = Axis("interpreter", _("With an interpreter"), "with_interpreter", choices=YES_NO)
AXES = (PLACE, THEME, ACTION, AGAIN, LISTENED, LANGUAGE, *_places())
OF_FIRST = (INITIATOR, THIRD, SETTING, PLACE, THEME, LANGUAGE, *_places())

declare(
    Measure(
        "C1",
        _("Who initiated the first meeting with a person?"),
        _("Who initiated the first meeting?"),
        _("The notes of a first meeting: who made it happen, as the RAQ noted it."),
        _("first meetings noted"),
        _("meetings"),
        MEETINGS,
        OF_FIRST,
        FIRST,
        by="initiator",
        source="C1, R8",
        only=Q(first_meeting=Said.YES),
        daily=(("initiator", "zone"), ("initiator", "setting")),
        fed_by=FED_BY,
    ),
    Measure(
        "C2",
        _("Where do we meet people?"),
        _("Place of the meeting"),
        _("Each note counts once: where this meeting was, first or not."),
        _("meetings noted"),
        _("meetings"),
        MEETINGS,
        AXES,
        FIRST,
        by="place",
        source="C2, R8",
        daily=(("place", "zone"), ("place", "theme")),
        fed_by=FED_BY,
    ),
    Measure(
        "C3",
        _("What do people talk to us about?"),
        _("Frequency of the themes dealt with by the RAQs"),
        _(
            "Each note counts once in each of its themes. A note without a theme, such as a meeting that was "
            "only listening, is missing here and counts in the other figures."
        ),
        _("meetings noted"),
        _("meetings"),
        MEETINGS,
        AXES,
        FIRST,
        by="theme",
        source="C3, R8e",
        daily=(("theme", "zone"), ("theme", "action")),
        fed_by=FED_BY,
    ),
    Measure(
        "C4",
        _("What do we do with people?"),
        _("Actions done"),
        _("Each note counts once in each thing that was done. Listening is one of them."),
        _("meetings noted"),
        _("meetings"),
        MEETINGS,
        AXES,
        FIRST,
        by="action",
        source="C4, R8e",
        daily=(("action", "zone"),),
        fed_by=FED_BY,
    ),
    Measure(
        "C5",
        _("Why do people lack a help they are entitled to?"),
        _("Non-take-up"),
        _(
            "The notes in which the RAQ saw that some help was lacking; each counts once in each form seen. "
            "« I do not know why » is missing here."
        ),
        _("meetings where non-take-up was seen"),
        _("meetings"),
        MEETINGS,
        (FORM, PLACE, THEME, LANGUAGE, *_places()),
        FIRST,
        by="form",
        source="C5, R8f",
        only=Q(lacks_help=Said.YES),
        daily=(("form", "zone"),),
        fed_by=FED_BY,
    ),
    Measure(
        "R8f-rights",
        _("Which help is lacking?"),
        _("Help that people are entitled to and do not have"),
        _("Each help that a RAQ saw lacking counts once, several in one meeting if need be."),
        _("helps seen lacking"),
        _("helps"),
        LACKS,
        (
            Axis("right", _("Which help"), "right", vocabulary="right_lacking"),
            Axis("form", _("Forms of non-take-up"), "forms", vocabulary="non_take_up", many=True),
            *_places("intervention__"),
        ),
        FIRST,
        by="right",
        source="R8f, R12",
        daily=(("right", "form"), ("right", "zone")),
        fed_by=FED_BY,
    ),
    Measure(
        "R8-settings",
        _("In what setting did we first meet?"),
        _("Setting of the first contact"),
        _("The notes of a first meeting: in what setting it came about."),
        _("first meetings noted"),
        _("meetings"),
        MEETINGS,
        OF_FIRST,
        FIRST,
        by="setting",
        source="R8",
        only=Q(first_meeting=Said.YES),
        daily=(("setting", "zone"),),
        fed_by=FED_BY,
    ),
    Measure(
        "R8-third",
        _("Which third person brought us together?"),
        _("Which third person"),
        _("The first meetings that a third person brought about."),
        _("first meetings through a third person"),
        _("meetings"),
        MEETINGS,
        (THIRD, SETTING, PLACE, THEME, *_places()),
        FIRST,
        source="R8",
        only=Q(first_meeting=Said.YES, initiator__code="third_person"),
        fed_by=FED_BY,
    ),
    Measure(
        "R8-languages",
        _("In which languages do we speak with people?"),
        _("Languages of the meetings"),
        _("Each note counts once, in the language it names."),
        _("meetings noted"),
        _("meetings"),
        MEETINGS,
        (LANGUAGE, INTERPRETER, PLACE, THEME, AGAIN, *_places()),
        FIRST,
        source="R8",
        daily=(("language", "zone"),),
        fed_by=FED_BY,
    ),
    Measure(
        "R8-meetings",
        _("How many meetings did we note?"),
        _("Meetings with people"),
        _("Each note counts once: a first meeting, or another."),
        _("meetings noted"),
        _("meetings"),
        MEETINGS,
        (AGAIN, LISTENED, PLACE, LANGUAGE, *_places()),
        FIRST,
        source="R8, R8b",
        daily=(("first", "zone"),),
        fed_by=FED_BY,
    ),
)  # fmt: skip
