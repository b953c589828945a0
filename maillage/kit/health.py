"""The answer for whoever watches that Maillage is up: no sign-in, nothing written, nothing told."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """204 when the application and its database answer; 503 when the database does not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    response = HttpResponse(status=204)
    response["Cache-Control"] = "no-store"
    return response


healthz.open_while_locked = True  # type: ignore[attr-defined]
