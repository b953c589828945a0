"""Each record keeps its answer: the fixed code becomes the term of that code."""

from typing import Any

from django.db import migrations

from maillage.kit import clock
from maillage.kit.shipped import HELPS, columns_from, shipped_vocabularies, values_of

ASKED = [
    ('HostOrganisation', 'kind', 'host_kind'),
    ('HostOrganisation', 'community_stance', 'host_community_stance'),
    ('EpidemicPhase', 'circulation', 'epidemic_phase'),
    ('MobilisationCall', 'kind', 'call_kind'),
]
#: Codes the vocabularies say otherwise.
BECAME = {
    'social_service': 'general_social_service',
    'has_projects': 'ongoing',
    'lacks_means': 'no_means',
}


def fill(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    for model, name, vocabulary in ASKED:
        rows = apps.get_model('territory', model).objects.using(alias)
        for code in set(rows.exclude(**{name: ''}).order_by().values_list(name, flat=True)):
            term = _term(apps, alias, vocabulary, BECAME.get(code, code))
            rows.filter(**{name: code}).update(**{f'{name}_term': term})


def _term(apps: Any, alias: str, vocabulary: str, code: str) -> Any:
    """The term of the shipped words; made here when the vocabularies were never loaded."""
    Vocabulary, Term = apps.get_model('kit', 'Vocabulary'), apps.get_model('kit', 'Term')
    shipped = next(each for each in shipped_vocabularies() if each['code'] == vocabulary)
    words = {f'label_{language}': shipped['label'][language] for language in ('fr', 'nl', 'en')}
    more = {'position': shipped_vocabularies().index(shipped) * 10, 'origin': 'implied'}
    asked, _new = Vocabulary.objects.using(alias).get_or_create(code=vocabulary, defaults=words | more)
    known = Term.objects.using(alias).filter(vocabulary=asked, code=code).first()
    if known is not None:
        return known
    place, facts = next((place, each) for place, each in enumerate(shipped['terms'], 1) if each['code'] == code)
    values = values_of(facts)
    term = Term.objects.using(alias).create(
        vocabulary=asked,
        code=code,
        position=place * 10,
        origin=facts['origin'],
        source=facts['source'],
        shipped=values,
        **columns_from(values),
    )
    texts = {name: values[name] for name in HELPS}
    if any(texts.values()):
        versions = apps.get_model('kit', 'TermHelp').objects.using(alias)
        versions.create(term=term, number=1, written_at=clock.now(), to_confirm=term.to_confirm, **texts)
    return term


class Migration(migrations.Migration):

    dependencies = [
        ('territory', '0003_terms_beside'),
    ]

    operations = [
        migrations.RunPython(fill),
    ]
