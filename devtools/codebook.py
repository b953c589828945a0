"""`python -m devtools.codebook`: docs/reference/codebook.md, made from the declared measures themselves."""

from __future__ import annotations

import os
import sys

from devtools.places import DOCS

PAGE = DOCS / "reference" / "codebook.md"
HEAD = """# Codebook

Every figure: what it asks, what is counted, by what it can be set apart, since when. Made from the declared
measures by `python -m devtools.codebook`; a test fails when this page is stale. Every figure can also
be set apart by `month`, `quarter` or `year`.
"""


def page() -> str:
    """One heading a figure, in the order of the rooms; the question in the three languages."""
    from django.utils import translation

    from maillage.figures.definitions import definitions
    from maillage.kit.measures import all_measures

    parts = [HEAD]
    with translation.override("en"):
        for one in definitions(all_measures()):
            measure = one.measure
            said = [str(measure.question)]
            for language in ("fr", "nl"):
                with translation.override(language):
                    said.append(f"{str(measure.question)} *({language})*")
            axes = "".join(f"| `{axis.code}` | {axis.label} | {axis.words} |\n" for axis in one.axes)
            journal = "".join(
                f"- version {each.version}, {each.since.isoformat()}: {each.why}\n" for each in one.revisions
            )
            parts.append(
                f"\n## {measure.code} · {measure.title}\n\n{' · '.join(said)}\n\n{measure.definition}\n\n"
                f"Base: {measure.base}. Source: {measure.source}.\n\n"
                f"| Axis | Set apart by | Answers |\n|---|---|---|\n{axes}\n{journal}"
            )
    return "".join(parts)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.settings.test")
    import django

    django.setup()
    PAGE.write_text(page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
