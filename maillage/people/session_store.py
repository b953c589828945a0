"""Where sessions are kept: Django's database store, with columns of our own that its saves leave alone."""

from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from maillage.people.models import SignInSession


class SessionStore(DatabaseStore):
    """Keeps the row at hand for the lock, and writes only the session's data and expiry.

    Whose session it is, when it was last used and whether it is locked are columns written on their own, so
    that two requests at once cannot undo a lock.
    """

    row: SignInSession | None = None

    @classmethod
    def get_model_class(cls) -> type[SignInSession]:
        return SignInSession

    def _get_session_from_db(self) -> Any:
        self.row = super()._get_session_from_db()  # type: ignore[misc]
        return self.row

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None or must_create:
            super().save(must_create=must_create)
            return
        kept = SignInSession.objects.filter(session_key=self.session_key).update(
            session_data=self.encode(dict(self.items())), expire_date=self.get_expiry_date()
        )
        if not kept:
            raise UpdateError
