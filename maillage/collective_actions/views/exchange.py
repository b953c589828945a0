"""Lists of actions and events: brought in, taken along."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import get_language

from maillage.collective_actions.exchange.actions import ActionList
from maillage.collective_actions.exchange.events import EventList
from maillage.collective_actions.exchange.out import FORMATS, LISTS, written_list
from maillage.collective_actions.models import Event
from maillage.collective_actions.views.asked import reader_of
from maillage.kit.pages import page
from maillage.kit.policy import NO_ROW, condition, permits_adding, require


def _require_reading(request: HttpRequest) -> None:
    require(condition(Event, reader_of(request), "may_view") != NO_ROW)


def lists(request: HttpRequest) -> HttpResponse:
    """Which lists come in, and which can be taken along."""
    _require_reading(request)
    context = {
        "kinds": (ActionList, EventList),
        "forms": FORMATS,
        "can_bring": permits_adding(reader_of(request), Event),
    }
    return page(request, "collective_actions/lists.html", context)


def list_file(request: HttpRequest, name: str, form: str) -> StreamingHttpResponse:
    """A list with the columns that come in again, in the reader's language."""
    _require_reading(request)
    if name not in LISTS or form not in FORMATS:
        raise Http404
    language = get_language() or "fr"
    pieces = written_list(name, form, reader_of(request), language)
    answer = StreamingHttpResponse(pieces, content_type=FORMATS[form][0])
    answer["Content-Disposition"] = f'attachment; filename="{name}-{language}.{form}"'
    answer["Content-Language"] = language
    return answer
