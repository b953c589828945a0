"""What opens without network: a few pages without a person, the worker that keeps them, the manifest."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from maillage.kit import captures, clock, kept
from maillage.kit.shell import Shell

ASSETS = (
    "app.css", "app.js", "journal.js", "icons.svg", "favicon.svg", "images/mesh.svg",
    "fonts/atkinson-hyperlegible-next-latin.woff2", "fonts/bricolage-grotesque-latin.woff2",
)  # fmt: skip
LANGUAGES = ("fr", "nl")
COLOUR = "#57234f"


#: The rooms whose words the pages without network show: they are drawn anew when one of them changes.
ROOMS = ("kit", "territory", "mutual_aid")
kept.shows(ROOMS)


def _kinds() -> list[captures.Capture]:
    return [kind for kind in captures.kinds() if kind.blank is not None]


def _offline() -> dict[str, str]:
    """The page kept for each address that also works with network, by its end."""
    forms = {reverse(kind.page): f"{kind.code}/" for kind in _kinds()}
    return forms | {reverse(page.page): f"{page.code}/" for page in captures.pages()}


def _pages() -> dict[str, str]:
    """Every page that opens without network, by its address. They are of nobody: no cache holds a name."""
    day = clock.today()
    drawn: dict[str, str] = kept.kept(("sync.pages", day), ROOMS, kept.marks(), _draw)
    return drawn


def _draw() -> dict[str, str]:
    pages: dict[str, str] = {}
    for language in LANGUAGES:
        with translation.override(language):
            links = [
                (each.label, reverse("sync:offline_form", args=[language, each.code]), icon)
                for icon, found in (("plus", _kinds()), ("shield", captures.pages()))
                for each in found
            ]
            pages[reverse("sync:offline", args=[language])] = render_to_string(
                "sync/offline.html", {"links": links, "shell": Shell()}
            )
            for kind in _kinds():
                template, context = kind.blank() if kind.blank else ("", {})
                address = reverse("sync:offline_form", args=[language, kind.code])
                pages[address] = render_to_string(template, context | {"kind": kind, "shell": Shell()})
            for page in captures.pages():
                template, context = page.draw()
                address = reverse("sync:offline_form", args=[language, page.code])
                pages[address] = render_to_string(template, context | {"shell": Shell()})
    return pages


@login_not_required
@cache_control(no_cache=True)
@require_safe
def offline(request: HttpRequest, **named: str) -> HttpResponse:
    """A page for where there is no network, in the language of its address."""
    page = _pages().get(request.path)
    if page is None:
        raise Http404
    answer = HttpResponse(page)
    answer["Content-Language"] = named["language"]
    return answer


@login_not_required
@cache_control(no_cache=True)
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, from the root: a hashed address would leave old ones behind."""
    pages = _pages()
    shell: dict[str, Any] = {
        "pages": list(pages),
        "assets": [static(name) for name in ASSETS],
        "forms": _offline(),
    }
    script = _script()
    content = json.dumps([shell, list(pages.values()), script])
    shell["version"] = hashlib.sha256(content.encode()).hexdigest()[:16]
    answer = HttpResponse(f"self.SHELL={json.dumps(shell)};\n{script}", content_type="text/javascript")
    answer["Service-Worker-Allowed"] = "/"
    return answer


@lru_cache(maxsize=1)
def _script() -> str:
    return Path(str(finders.find("worker.js"))).read_text()


@login_not_required
@cache_control(max_age=3600)
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put Maillage on its home screen."""
    icons = [{"src": static("favicon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}]
    said = {
        "name": "Maillage",
        "short_name": "Maillage",
        "description": _("The logbook of the neighbourhood relays"),
        "lang": settings.LANGUAGE_CODE,
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": COLOUR,
        "theme_color": COLOUR,
        "icons": icons,
    }
    return JsonResponse(said, content_type="application/manifest+json")
