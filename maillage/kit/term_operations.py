"""What coordination does to the words of a vocabulary: each verb once, told by one history entry.

Every verb on terms takes the vocabulary's own lock, so that two colleagues cannot give one name twice.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit import clock
from maillage.kit.history import changes_between, snapshot
from maillage.kit.locks import hold
from maillage.kit.operations import RefusedError, operation, tell
from maillage.kit.policy import Reader
from maillage.kit.shipped import HELPS, LAST_PLACE, columns_from, folded_labels, write_help
from maillage.kit.terms import LANGUAGES, Labelled, Succession, Term, TermAlias, Vocabulary

LABELS = tuple(f"label_{code}" for code in LANGUAGES)
Values = dict[str, Any]


# --- What the verbs below share -----------------------------------------------------------------------------


def _write(row: Labelled, values: Values) -> None:
    """Set values, hold them against every rule of the row, save. Raises RefusedError with its sentence."""
    for name, value in values.items():
        setattr(row, name, value)
    try:
        row.full_clean()
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise RefusedError(sentences[0], field=field) from None
    row.save()


def _alone(vocabulary: Vocabulary) -> None:
    hold(f"kit.vocabulary:{vocabulary.pk}")


def _again(term: Term) -> Term:
    """The term as it stands now, under the lock of its vocabulary."""
    _alone(term.vocabulary)
    return Term.objects.select_for_update(of=("self",)).select_related("vocabulary").get(pk=term.pk)


def _unless_stale(row: Labelled, current: Labelled) -> None:
    if current.version != row.version:
        raise RefusedError(_("Somebody saved this a moment ago. Saving again shows what they wrote."))


def _lasting(term: Term) -> None:
    if term.last_day is not None:
        raise RefusedError(
            _("“%(term)s” is retired since or from %(day)s. I bring it back first.")
            % {"term": term, "day": clock.in_words(term.last_day + timedelta(days=1))}
        )
    if term.is_other:
        raise RefusedError(
            _("“%(term)s” stays: whoever meets people needs a way to say something else.") % {"term": term}
        )


def _one_name_once(vocabulary: Vocabulary, values: Values, *, but: Sequence[Term] = ()) -> None:
    """Refuse a name that another lasting term of the vocabulary has, in whichever language."""
    wanted = folded_labels(values)
    for other in vocabulary.terms.lasting().exclude(pk__in=[term.pk for term in but]):
        shared = wanted & folded_labels({name: getattr(other, name) for name in LABELS})
        if shared:
            raise RefusedError(
                _("“%(term)s” already has this name. I choose another, or merge the two.") % {"term": other},
                field="label_fr",
            )


def _new(vocabulary: Vocabulary, values: Values) -> Term:
    """A term of the team's own, at the end of the list."""
    last = vocabulary.terms.filter(position__lt=LAST_PLACE).aggregate(last=Max("position"))["last"]
    term = Term(vocabulary=vocabulary, position=(last or 0) + 10, code=_code(vocabulary, values))
    _write(term, {name: value for name, value in values.items() if name not in HELPS})
    write_help(term, values)
    return term


def _code(vocabulary: Vocabulary, values: Values) -> str:
    """A code nobody has, made of the English or French name."""
    name = values.get("label_en") or values.get("label_fr") or ""
    stem = slugify(name).replace("-", "_")[:50].strip("_") or "term"
    taken = set(vocabulary.terms.values_list("code", flat=True))
    return next(
        code for n in range(1, len(taken) + 2) if (code := f"{stem}_{n}" if n > 1 else stem) not in taken
    )


def _end(term: Term, day: date) -> None:
    """The term is offered for the last time on the eve of that day."""
    if day <= term.first_day:
        raise RefusedError(
            _("“%(term)s” begins on %(day)s: this can happen on a later day.")
            % {"term": term, "day": clock.in_words(term.first_day)},
            field="day",
        )
    term.last_day = day - timedelta(days=1)
    term.version += 1
    term.save()


# --- Vocabularies -------------------------------------------------------------------------------------------


@operation("kit.vocabulary.changed", gettext_lazy("%(who)s changed the name or help of the vocabulary"))
def change_vocabulary(*, by: Reader, vocabulary: Vocabulary, values: Values) -> Vocabulary:
    """Say the question otherwise; its code and its terms stay."""
    current = Vocabulary.objects.select_for_update().get(pk=vocabulary.pk)
    _unless_stale(vocabulary, current)
    before = snapshot(current)
    current.version += 1
    _write(current, values)
    tell(current, changes=changes_between(before, current))
    return current


@operation("kit.term.moved", gettext_lazy("%(who)s changed the order of the terms"))
def move_term(*, by: Reader, term: Term, up: bool) -> Term:
    """Change places with the term before or after it; « Autre » stays last."""
    current, others = _among_others(term)
    place = sum(each.position < current.position for each in others)
    wanted = place - 1 if up else place + 1
    if not 0 <= wanted <= len(others):
        raise RefusedError(_("“%(term)s” is already at this end of the list.") % {"term": current})
    return _placed(current, others, wanted)


@operation("kit.term.placed", gettext_lazy("%(who)s changed the order of the terms"))
def place_term(*, by: Reader, term: Term, after: Term | None) -> Term:
    """Stand right after another term, or at the beginning; « Autre » stays last."""
    current, others = _among_others(term)
    return _placed(current, others, others.index(after) + 1 if after in others else 0)


def _among_others(term: Term) -> tuple[Term, list[Term]]:
    """The term as it is now, and the others that have a place, in order."""
    current = _again(term)
    _lasting(current)
    row = current.vocabulary.terms.lasting().order_by("position", "code")
    movable = [each for each in row if not each.is_other]
    for number, each in enumerate(movable):
        each.position = number
        if each == current:
            current.position = number
    return current, [each for each in movable if each != current]


def _placed(current: Term, others: list[Term], place: int) -> Term:
    for number, each in enumerate([*others[:place], current, *others[place:]], 1):
        Term.objects.filter(pk=each.pk).update(position=number * 10)
    tell(current.vocabulary, reason=current.label_fr)
    return current


# --- One term -----------------------------------------------------------------------------------------------


@operation("kit.term.added", gettext_lazy("%(who)s added the term"))
def add_term(*, by: Reader, vocabulary: Vocabulary, values: Values) -> Term:
    """Offer one more answer, from its first day on."""
    _alone(vocabulary)
    _one_name_once(vocabulary, values)
    term = _new(vocabulary, values)
    tell(term, reason=term.label_fr)
    return term


@operation("kit.term.changed", gettext_lazy("%(who)s changed the term"))
def change_term(*, by: Reader, term: Term, values: Values, alias: str = "") -> Term:
    """Rename it, change its help or first day, or note another name people use for it."""
    current = _again(term)
    _unless_stale(term, current)
    if current.last_day is None:
        _one_name_once(current.vocabulary, values, but=[current])
    changes = _change(current, {name: value for name, value in values.items() if name not in HELPS})
    if write_help(current, values):
        changes |= {"help_versions": None}
    if alias.strip():
        _also_called(current, alias.strip(), None)
        changes |= {"aliases": ["", alias.strip()]}
    tell(current, changes=changes)
    return current


def _change(term: Term, values: Values) -> Values:
    """Write the columns; a name that goes stays as another name, with its last day."""
    before = snapshot(term)
    term.version += 1
    _write(term, values)
    for name in LABELS:
        if before[name] and before[name] not in term.labels:
            _also_called(term, before[name], clock.today() - timedelta(days=1))
    return changes_between(before, term)


def _also_called(term: Term, name: str, until: date | None) -> None:
    TermAlias.objects.update_or_create(term=term, name=name, defaults={"until": until})


@operation("kit.term.retired", gettext_lazy("%(who)s retired the term"))
def retire_term(*, by: Reader, term: Term, last_day: date) -> Term:
    """After that day it is no longer offered; what was noted with it stays readable."""
    current = _again(term)
    _lasting(current)
    before = snapshot(current)
    current.version += 1
    _write(current, {"last_day": last_day})
    tell(current, changes=changes_between(before, current))
    return current


@operation("kit.term.restored", gettext_lazy("%(who)s brought the term back"))
def restore_term(*, by: Reader, term: Term) -> Term:
    """Offer it again; whatever it had become no longer stands for it."""
    current = _again(term)
    if current.last_day is None:
        raise RefusedError(_("“%(term)s” is offered already.") % {"term": current})
    _one_name_once(current.vocabulary, {name: getattr(current, name) for name in LABELS}, but=[current])
    before = snapshot(current)
    current.version += 1
    _write(current, {"last_day": None})
    Succession.objects.standing().filter(old=current).update(withdrawn_at=clock.now())
    tell(current, changes=changes_between(before, current))
    return current


# --- Several terms ------------------------------------------------------------------------------------------


@operation("kit.terms.merged", gettext_lazy("%(who)s merged terms"))
def merge_terms(*, by: Reader, terms: Sequence[Term], into: Term, day: date) -> Term:
    """From that day one term stands for all of them."""
    target = _again(into)
    _offered_from(target, day)
    if not terms:
        raise RefusedError(_("Which terms do I merge?"), field="terms")
    olds = [_part_of(target, term) for term in terms]
    for old in olds:
        _lasting(old)
        _end(old, day)
        Succession.objects.create(old=old, new=target, first_day=day)
    tell(target.vocabulary, reason=f"{' + '.join(old.label_fr for old in olds)} → {target.label_fr}")
    return target


def _part_of(target: Term, term: Term) -> Term:
    """The term as it stands, if it can become the target."""
    current = _again(term)
    if current.vocabulary_id != target.vocabulary_id or current.pk == target.pk:
        raise RefusedError(_("I merge different terms of one vocabulary."), field="terms")
    return current


def _offered_from(term: Term, day: date) -> None:
    """Refuse a term that cannot take over on that day."""
    if term.last_day is not None or day < term.first_day:
        raise RefusedError(
            _("“%(term)s” is not offered on %(day)s.") % {"term": term, "day": clock.in_words(day)},
            field="day",
        )


@operation("kit.term.split", gettext_lazy("%(who)s split a term"))
def split_term(
    *, by: Reader, term: Term, day: date, terms: Sequence[Term] = (), names: Sequence[Values] = ()
) -> list[Term]:
    """From that day several terms, there already or new, stand for one."""
    old = _again(term)
    _lasting(old)
    if len({each.pk for each in terms}) + len(names) < 2:
        raise RefusedError(_("I split a term into two others or more."))
    parts = [_part_of(old, each) for each in terms]
    for part in parts:
        _offered_from(part, day)
    _end(old, day)
    for values in names:
        _one_name_once(old.vocabulary, values)
        parts.append(_new(old.vocabulary, values | {"first_day": day}))
    for part in parts:
        Succession.objects.create(old=old, new=part, first_day=day)
    tell(old.vocabulary, reason=f"{old.label_fr} → {' + '.join(part.label_fr for part in parts)}")
    return parts


# --- What a new version of the facts proposes ---------------------------------------------------------------


@operation("kit.term.proposal_taken", gettext_lazy("%(who)s took over what is newly shipped"))
def take_proposal(*, by: Reader, term: Term) -> Term:
    """The term becomes what the product ships now."""
    current = _again(term)
    proposed = _proposal_of(current)
    if proposed["last_day"] is None:
        _one_name_once(current.vocabulary, proposed, but=[current])
    changes = _change(current, columns_from(proposed) | {"shipped": proposed, "proposed": None})
    write_help(current, proposed)
    tell(current, changes=changes)
    return current


@operation("kit.term.proposal_set_aside", gettext_lazy("%(who)s set aside what is newly shipped"))
def set_proposal_aside(*, by: Reader, term: Term) -> Term:
    """The term stays as it is; the same change is not proposed again."""
    current = _again(term)
    current.shipped, current.proposed = _proposal_of(current), None
    current.version += 1
    current.save()
    tell(current)
    return current


def _proposal_of(term: Term) -> Values:
    if term.proposed is None:
        raise RefusedError(_("Nothing is proposed for “%(term)s”.") % {"term": term})
    proposed: Values = term.proposed
    return proposed
