"""The directory out of Maillage: for colleagues, and for everybody without signing in (P7)."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language

from maillage.kit.open_feeds import published
from maillage.kit.pages import page
from maillage.kit.policy import NO_ROW, condition, require, visible
from maillage.network.exchange.directory import everybody
from maillage.network.exchange.formats import FORMATS, LANGUAGES, Format
from maillage.network.models import Actor
from maillage.network.views.asked import reader_of

#: Feeds for everybody may be an hour old.
FRESH_SECONDS = 3600


def _asked(language: str, name: str) -> Format:
    if language not in LANGUAGES or name not in FORMATS:
        raise Http404
    return FORMATS[name]


def _file(form: Format, language: str, pieces: Iterator[bytes]) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(pieces, content_type=form.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{form.file_name(language)}"'
    answer["Content-Language"] = language
    return answer


def export(request: HttpRequest) -> HttpResponse:
    """Which form the directory may take, in which language."""
    require(condition(Actor, reader_of(request), "may_export") != NO_ROW)
    context = {"formats": FORMATS.values(), "languages": LANGUAGES, "language": get_language()}
    return page(request, "network/export.html", context)


def export_file(request: HttpRequest, language: str, name: str) -> HttpResponseBase:
    """The whole directory for a colleague: contact persons too, never what one RAQ lived with an actor."""
    reader, form = reader_of(request), _asked(language, name)
    require(condition(Actor, reader, "may_export") != NO_ROW)
    rows = visible(Actor.objects.all(), reader, "may_export")
    return _file(form, language, form.write(rows, False, language))


@login_not_required
def open_data(request: HttpRequest) -> HttpResponse:
    """Which feeds there are, and on what terms; open to everybody."""
    context = {"formats": FORMATS.values(), "languages": LANGUAGES, "feeds": published()}
    return page(request, "network/open_data.html", context)


@login_not_required
def open_file(request: HttpRequest, language: str, name: str) -> HttpResponseBase:
    """The actors flagged public, as anybody may read them."""
    form = _asked(language, name)
    answer = _file(form, language, form.write(everybody(), True, language))
    answer["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
