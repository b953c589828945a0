"""Official boundaries for the map, from a GeoJSON file that the operator brings."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from maillage.kit.operations import RefusedError
from maillage.territory.borders import drawn
from maillage.territory.boundaries import Feature, Found, match, read
from maillage.territory.models.boundaries import Layer
from maillage.territory.operations.boundaries import load_boundaries, remove_boundaries


class Command(BaseCommand):
    help = (
        "Load official boundaries (GeoJSON, WGS 84) for the map, say of each feature which unit it is, "
        "and draw them instead of the mesh. Twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="the GeoJSON file")
        parser.add_argument("--layer", required=True, choices=Layer.values, help="what the file bounds")
        parser.add_argument("--source", default="", help="whose boundaries they are, as shown under the map")
        parser.add_argument("--source-nl", default="", help="the same in Dutch; the French one without it")
        parser.add_argument(
            "--dated", type=date.fromisoformat, help="day the boundaries speak of, 2026-02-01"
        )
        parser.add_argument("--accept-doubtful", action="store_true", help="load doubtful features as well")
        parser.add_argument("--dry-run", action="store_true", help="report, and write nothing")
        parser.add_argument("--remove", action="store_true", help="go back to our own drawing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["remove"]:
                remove_boundaries(by=None, layer=options["layer"])
                self.stdout.write("The map draws these units itself again.")
            else:
                self._load(options)
        except RefusedError as refused:
            raise CommandError(str(refused.sentence)) from None

    def _load(self, options: dict[str, Any]) -> None:
        path: Path | None = options["file"]
        if path is None or not options["source"] or options["dated"] is None:
            raise CommandError(
                "Which file, whose (--source) and of when (--dated)? The map says so under it."
            )
        found = match(read(path), options["layer"])
        self._report(found)
        chosen = found.of("matched") + (self._doubtful(found) if options["accept_doubtful"] else [])
        if not chosen:
            raise CommandError("No feature is certain, so nothing was loaded. --accept-doubtful loads them.")
        if len(chosen) * 2 < len(found.features):
            told = f"Only {len(chosen)} of {len(found.features)} features are our {options['layer']}."
            raise CommandError(f"{told} Is it the file of another layer? Nothing was loaded.")
        shapes: dict[str, Any] = {}
        for feature in chosen:
            shapes.setdefault(feature.code, []).extend(feature.polygons)
        outlines = drawn(shapes)
        for code in sorted(shapes.keys() - outlines.keys()):
            self.stdout.write(f"too small to draw: {code}")
        if options["dry_run"]:
            self.stdout.write(f"{len(outlines)} would be loaded. Nothing was written.")
            return
        credit = (options["source"], options["source_nl"])
        changed = load_boundaries(
            layer=options["layer"],
            outlines=outlines,
            dated=options["dated"],
            credit=credit,
            file_name=path.name,
        )
        done = (
            f"{len(outlines)} boundaries loaded."
            if changed
            else "Exactly these boundaries are loaded already."
        )
        self.stdout.write(done)

    def _doubtful(self, found: Found) -> list[Feature]:
        return [feature for feature in found.of("doubtful") if feature.polygons]

    def _report(self, found: Found) -> None:
        """One line a feature, then what the file leaves out."""
        for feature in found.features:
            why = f" ({feature.why})" if feature.why else ""
            self.stdout.write(
                f"{feature.state:<9} {feature.position:>4}  {feature.code or '–':<6} {feature.said}{why}"
            )
        if found.missing:
            self.stdout.write(
                f"not certain in this file, still drawn by ourselves: {', '.join(found.missing)}"
            )
        for state in ("matched", "doubtful", "unknown"):
            self.stdout.write(f"{state}: {len(found.of(state))}")
