"""Secrets the installation keeps for itself, sealed at rest under its secret key and those still accepted.

What people keep from everybody, the installation included, is sealed otherwise: `sealing.py`.
"""

import base64
from collections.abc import Iterator, Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils.encoding import force_bytes


class SecretField(models.TextField):  # type: ignore[type-arg]
    """A column that holds what `seal` made. A new secret key seals it again."""

    def __init__(self, *args: Any, purpose: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purpose = purpose

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


def _box(purpose: str, keys: Sequence[str | bytes] = ()) -> MultiFernet:
    boxes = []
    for key in keys or (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        derived = HKDF(SHA256(), length=32, salt=None, info=purpose.encode())
        boxes.append(Fernet(base64.urlsafe_b64encode(derived.derive(force_bytes(key)))))
    return MultiFernet(boxes)


def seal(purpose: str, secret: bytes) -> str:
    return _box(purpose).encrypt(secret).decode()


def opened(purpose: str, sealed: str) -> bytes:
    """The secret. Raises InvalidToken when the installation's key has changed."""
    return _box(purpose).decrypt(sealed.encode())


def _columns() -> Iterator[tuple[type[models.Model], SecretField]]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, SecretField):
                yield model, field


def seal_again() -> tuple[int, int]:
    """Bring every secret under the newest key: how many, and how many no key opens."""
    sealed, lost = 0, 0
    with transaction.atomic():
        for model, field in _columns():
            box = _box(field.purpose)
            for row in model._base_manager.select_for_update():
                try:
                    setattr(row, field.name, box.rotate(getattr(row, field.name).encode()).decode())
                except InvalidToken:
                    lost += 1
                    continue
                row.save(update_fields=[field.name])
                sealed += 1
    return sealed, lost


def under_an_older_key() -> int:
    """How many secrets open with a key of before alone."""
    return sum(
        _opens(_box(field.purpose), sealed) and not _opens(_box(field.purpose, [settings.SECRET_KEY]), sealed)
        for model, field in _columns()
        for sealed in model._base_manager.values_list(field.name, flat=True)
    )


def _opens(box: MultiFernet, sealed: str) -> bool:
    try:
        box.decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True
