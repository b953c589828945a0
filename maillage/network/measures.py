"""What the network counts: actors met and contacts made, kept apart (report R11, R11a; C7, C8, C9)."""

from datetime import date
from typing import Any

from django.db.models import Exists, FilteredRelation, Model, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from maillage.kit.measures import Axis, Facts, Measure, Revision, Rows, declare
from maillage.kit.policy import Reader
from maillage.network.models import Actor, Contact, PersonalSheet, Site
from maillage.territory.models import Assignment, Commune, Neighbourhood, Zone

FIRST = (Revision(1, date(2026, 11, 21), _("First definition.")),)
FED_BY = "network:actors"
TOPIC = _("Local actors")


# --- Facts --------------------------------------------------------------------------------------------------


def _of(owner: Reader | None, lookup: str) -> Q:
    return Q() if owner is None else Q(**{lookup: owner.pk})


def _with_sites(rows: Rows, path: str) -> Rows:
    """Ready to be set apart by the addresses where the actor is now."""
    name = f"{path}sites"
    places = FilteredRelation(name, condition=Q(**{f"{name}__withdrawn_at": None}))
    found: Rows = rows.annotate(places=places)
    return found


def _zone_of(person: str, day: str) -> Subquery:
    """The zone that worker covered on that day."""
    covering = Assignment.objects.standing().filter(
        Q(last_day=None) | Q(last_day__gte=OuterRef(day)),
        person=OuterRef(person),
        first_day__lte=OuterRef(day),
    )
    return Subquery(covering.order_by("first_day").values("zone")[:1])


def contacts_made(owner: Reader | None) -> Rows:
    """Every contact, a silence and a refusal included."""
    made = Contact.objects.filter(
        _of(owner, "sheet__person"), withdrawn_at=None, sheet__actor__withdrawn_at=None
    )
    return _with_sites(made.annotate(zone=_zone_of("sheet__person", "happened_on")), "sheet__actor__")


def _contact_of_sheet(*order: str) -> Any:
    return Contact.objects.filter(sheet=OuterRef("pk"), withdrawn_at=None).order_by(*order)


def _sheets(owner: Reader | None, *order: str) -> Rows:
    """Personal sheets with a contact, on the day of the first one in this order, with what came of it."""
    contact = _contact_of_sheet(*order)
    rows = PersonalSheet.objects.filter(_of(owner, "person"), Exists(contact), actor__withdrawn_at=None)
    dated = rows.annotate(
        met_on=Subquery(contact.values("happened_on")[:1]), outcome=Subquery(contact.values("outcome")[:1])
    )
    return _with_sites(dated.annotate(zone=_zone_of("person", "met_on")), "actor__")


def first_contacts(owner: Reader | None) -> Rows:
    """One a personal sheet: the first time this colleague and this actor were in contact (D12)."""
    return _sheets(owner, "happened_on", "recorded_at", "id")


def last_contacts(owner: Reader | None) -> Rows:
    """One a personal sheet: where it stands."""
    latest = _contact_of_sheet("-happened_on", "-recorded_at", "-id")
    rows = _sheets(owner, "-happened_on", "-recorded_at", "-id")
    coded: Rows = rows.annotate(outcome_code=Subquery(latest.values("outcome__code")[:1]))
    return coded


def actors_met(owner: Reader | None) -> Rows:
    """Each actor once, on the day of the first contact anybody made with it."""
    contacts = Contact.objects.filter(
        _of(owner, "sheet__person"), sheet__actor=OuterRef("pk"), withdrawn_at=None
    ).order_by("happened_on")
    met = Actor.objects.standing().filter(Exists(contacts))
    return _with_sites(met.annotate(met_on=Subquery(contacts.values("happened_on")[:1])), "")


ACTORS = Facts(
    "network.actors",
    Actor,
    "met_on",
    actors_met,
    {
        Actor: "pk",
        Site: "sites",
        PersonalSheet: "personal_sheets",
        Contact: "personal_sheets__contacts",
    },
    day_from="personal_sheets__contacts__happened_on",
    topic=TOPIC,
)
_SHEET_IS_TOUCHED_BY: dict[type[Model], str] = {
    PersonalSheet: "pk",
    Contact: "contacts",
    Actor: "actor",
    Site: "actor__sites",
    Assignment: "person__assignments",
}
FIRST_CONTACTS = Facts(
    "network.first_contacts",
    PersonalSheet,
    "met_on",
    first_contacts,
    _SHEET_IS_TOUCHED_BY,
    day_from="contacts__happened_on",
    topic=TOPIC,
)
LAST_CONTACTS = Facts(
    "network.last_contacts",
    PersonalSheet,
    "met_on",
    last_contacts,
    _SHEET_IS_TOUCHED_BY,
    day_from="contacts__happened_on",
    topic=TOPIC,
)
CONTACTS = Facts(
    "network.contacts",
    Contact,
    "happened_on",
    contacts_made,
    {
        Contact: "pk",
        PersonalSheet: "sheet",
        Actor: "sheet__actor",
        Site: "sheet__actor__sites",
        Assignment: "sheet__person__assignments",
    },
    topic=TOPIC,
)


# --- Axes ---------------------------------------------------------------------------------------------------


def _kind(path: str) -> Axis:
    return Axis("kind", _("Kind of actor"), f"{path}kind", vocabulary="actor_type")


def _places() -> tuple[Axis, Axis]:
    """Where the actor is; one with several addresses counts once in each."""
    return (
        Axis(
            "commune", _("Commune of the actor"), "places__postcode__commune", model=Commune, many=True,
            territory="commune",
        ),
        Axis(
            "neighbourhood", _("Neighbourhood of the actor"), "places__neighbourhood", model=Neighbourhood,
            many=True, within="commune", territory="neighbourhood",
        ),
    )  # fmt: skip


ZONE = Axis("zone", _("Zone of the RAQ that day"), "zone", model=Zone, territory="zone")
KNOWN = Axis("known", _("How the actor became known"), "known_through", vocabulary="actor_known_through")
INITIATOR = Axis(
    "initiator", _("Who took the first step"), "initiator", vocabulary="actor_first_meeting_initiator"
)
INSIDE = Axis(
    "inside",
    _("Inside or outside the zone"),
    "inside_zone",
    choices=(("yes", _("in the zone of the RAQ")), ("no", _("elsewhere, often next to it"))),
)
OUTCOME = Axis("outcome", _("What came of it"), "outcome", vocabulary="actor_first_outcome")
SHEET_AXES = (_kind("actor__"), KNOWN, INITIATOR, INSIDE, OUTCOME, ZONE, *_places())


# --- Measures -----------------------------------------------------------------------------------------------

declare(
    Measure(
        "C7",
        _("Which kinds of local actors did we meet?"),
        _("Kinds of local actors"),
        _(
            "Each actor one of us went to, wrote to or called counts once, on the day of the first contact, "
            "whoever made it and whatever came of it."
        ),
        _("actors met"),
        _("actors"),
        ACTORS,
        (
            _kind(""),
            Axis("theme", _("Themes of the actor"), "themes", vocabulary="theme", many=True),
            Axis("public", _("For whom"), "publics", vocabulary="actor_public", many=True),
            *_places(),
        ),
        FIRST,
        source="C7, R11",
        daily=(("kind", "commune"), ("commune", "neighbourhood")),
        fed_by=FED_BY,
    ),
    Measure(
        "C8",
        _("How did we come to know them?"),
        _("How did I come to know this actor?"),
        _("Each personal sheet counts once, on the day of its first contact: what its RAQ answered there."),
        _("actors met, by each RAQ"),
        _("actors"),
        FIRST_CONTACTS,
        SHEET_AXES,
        FIRST,
        by="known",
        source="C8, R11a",
        daily=(("known", "zone"), ("known", "kind")),
        fed_by=FED_BY,
    ),
    Measure(
        "C9",
        _("What did the first meeting lead to?"),
        _("The first meeting with this actor led to…"),
        _(
            "The first contact of each personal sheet, with its main outcome. No answer and a refusal are "
            "outcomes like the others."
        ),
        _("first contacts made"),
        _("contacts"),
        FIRST_CONTACTS,
        SHEET_AXES,
        FIRST,
        by="outcome",
        source="C9, R11a",
        daily=(("outcome", "zone"), ("kind", "outcome")),
        fed_by=FED_BY,
    ),
    Measure(
        "R11-zone",
        _("Are these actors in our zones?"),
        _("Actors in the zone of the RAQ, or elsewhere"),
        _("Each personal sheet counts once: whether the actor lies in the zone its RAQ covered that day."),
        _("actors met, by each RAQ"),
        _("actors"),
        FIRST_CONTACTS,
        SHEET_AXES,
        FIRST,
        by="inside",
        source="R11",
        daily=(("inside", "zone"),),
        fed_by=FED_BY,
    ),
    Measure(
        "R11-outside",
        _("Why did we go to actors from elsewhere?"),
        _("Why an actor outside the zone"),
        _("The personal sheets of actors outside the zone, with the reasons their RAQ gave."),
        _("actors met outside the zone, by each RAQ"),
        _("actors"),
        FIRST_CONTACTS,
        (
            Axis(
                "reason", _("Why an actor from elsewhere"), "outside_reasons",
                vocabulary="actor_outside_reason", many=True,
            ),
            _kind("actor__"),
            ZONE,
        ),
        FIRST,
        source="R11",
        only=Q(inside_zone=False),
        fed_by=FED_BY,
    ),
    Measure(
        "R11a-initiator",
        _("Who took the first step?"),
        _("Who initiated the meeting with the actor"),
        _("Each personal sheet counts once, on the day of its first contact: who made it happen."),
        _("actors met, by each RAQ"),
        _("actors"),
        FIRST_CONTACTS,
        SHEET_AXES,
        FIRST,
        by="initiator",
        source="R11a",
        daily=(("initiator", "zone"),),
        fed_by=FED_BY,
    ),
    Measure(
        "R11a-contacts",
        _("What came of all our contacts?"),
        _("Contacts with local actors and what came of them"),
        _("Every contact noted, the first ones and those that followed, on its day."),
        _("contacts made"),
        _("contacts"),
        CONTACTS,
        (OUTCOME, _kind("sheet__actor__"), ZONE, *_places()),
        FIRST,
        source="R11a",
        daily=(("outcome", "kind"), ("outcome", "zone")),
        fed_by=FED_BY,
    ),
    Measure(
        "R11a-refusals",
        _("Why do some actors not work with us?"),
        _("Reasons for not working together"),
        _("The contacts that ended in a refusal, with the reasons that were heard."),
        _("contacts that ended in a refusal"),
        _("contacts"),
        CONTACTS,
        (
            Axis(
                "reason", _("Reason heard"), "refusal_reasons", vocabulary="actor_refusal_reason", many=True
            ),
            _kind("sheet__actor__"),
            ZONE,
        ),
        FIRST,
        source="R11a, R9b",
        only=Q(outcome__code="refusal"),
        fed_by=FED_BY,
    ),
    Measure(
        "R11a-stopped",
        _("With whom did it stay at a simple meeting?"),
        _("Contacts that stopped at a simple meeting"),
        _("The personal sheets whose last contact was a simple meeting, on the day of that contact."),
        _("contacts that stopped at a simple meeting"),
        _("contacts"),
        LAST_CONTACTS,
        (_kind("actor__"), KNOWN, INITIATOR, ZONE, *_places()),
        FIRST,
        source="R11a, U-CO-16",
        only=Q(outcome_code="simple_meeting"),
        fed_by=FED_BY,
    ),
)  # fmt: skip
