"""Reading settings from the environment: an odd value is refused in one sentence that names the variable."""

import builtins
import ipaddress
import os
import re
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

Text = builtins.str
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
YES, NO = frozenset({"1", "yes", "true", "on"}), frozenset({"0", "no", "false", "off"})
HOST = re.compile(
    r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*"
)
MAIL_SCHEMES = {"smtp": (25, False, False), "smtp+tls": (587, True, False), "smtps": (465, False, True)}


LOOPBACK = ("127.0.0.1", "::1", "localhost")


class SettingsError(ImproperlyConfigured):
    """A setting that Maillage does not accept; the sentence names it and says what is expected."""


def load_file(path: Path, environment: MutableMapping[str, str]) -> None:
    """Put the `NAME=value` lines of a settings file into the environment; what is set there already stays."""
    if not path.exists():
        return
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        words = line.strip()
        if not words or words.startswith("#"):
            continue
        name, equals, value = words.partition("=")
        if not equals or not re.fullmatch(r"[A-Z][A-Z0-9_]*", name.strip()):
            raise SettingsError(f"{path}, line {number}: expected NAME=value, a comment or nothing.")
        environment.setdefault(name.strip(), value.strip().strip('"'))


class Reader:
    """The environment, asked by name. `asked` keeps every name, so that a misspelt one can be found."""

    def __init__(self, environment: Mapping[Text, Text] | None = None) -> None:
        self.environment = os.environ if environment is None else environment
        self.asked: set[Text] = set()

    def refuse(self, name: Text, expected: Text) -> SettingsError:
        """The refusal of a variable. The value itself is not repeated: it may be a secret."""
        return SettingsError(f"{name} is not accepted: expected {expected}.")

    def str(self, name: Text, default: Text = "") -> Text:
        """A text without line breaks; the default when the variable is absent or empty."""
        self.asked.add(name)
        value = self.environment.get(name, "").strip()
        if any(ord(letter) < 32 for letter in value):
            raise self.refuse(name, "one line of text")
        return value or default

    def int(self, name: Text, default: int, *, least: int = 0, most: int = 1_000_000) -> int:
        """A whole number between two limits, both included."""
        said = self.str(name)
        if not said:
            return default
        if not said.isascii() or not said.isdecimal() or not least <= builtins.int(said) <= most:
            raise self.refuse(name, f"a whole number from {least} to {most}")
        return builtins.int(said)

    def bool(self, name: Text, default: bool = False) -> bool:
        """yes or no."""
        said = self.str(name).lower()
        if said and said not in YES | NO:
            raise self.refuse(name, "yes or no")
        return said in YES if said else default

    def list(self, name: Text, default: builtins.list[Any] | None = None) -> builtins.list[Any]:
        """Texts separated by commas."""
        return [part.strip() for part in self.str(name).split(",") if part.strip()] or builtins.list(
            default or []
        )

    def hosts(self, name: Text) -> builtins.list[Any]:
        """Host names, each by its full name: a star would answer to anybody's."""
        names = self.list(name)
        for one in names:
            if not HOST.fullmatch(one):
                raise self.refuse(
                    name, "host names in small letters separated by commas, without port or star"
                )
        return names

    def networks(self, name: Text) -> builtins.list[Any]:
        """Network addresses or ranges, separated by commas."""
        try:
            return [ipaddress.ip_network(one) for one in self.list(name)]
        except ValueError:
            raise self.refuse(name, "network addresses or ranges such as 127.0.0.1 or 10.0.0.0/8") from None

    def bind(self, name: Text, default: Text) -> Text:
        """Where the server listens: an address and a port."""
        said = self.str(name, default)
        address, colon, port = said.rpartition(":")
        try:
            ipaddress.ip_address(address.strip("[]"))
        except ValueError:
            colon = ""
        if not colon or not port.isdecimal() or not 1 <= builtins.int(port) <= 65535:
            raise self.refuse(name, "an address and a port such as 127.0.0.1:8000")
        return said

    def https(self, name: Text) -> Text:
        """The address of another service, over HTTPS; on this very machine plain HTTP will do."""
        said = self.str(name)
        address = urlsplit(said)
        here = address.scheme == "http" and address.hostname in LOOPBACK
        if said and not here and not (address.scheme == "https" and address.hostname):
            raise self.refuse(name, "an address that begins with https://")
        return said

    def folder(self, name: Text, default: Text) -> Text:
        """A folder by its whole path."""
        said = self.str(name, default)
        if not Path(said).is_absolute():
            raise self.refuse(name, "a folder by its whole path, such as /mnt/backups")
        return said

    def recipients(self, name: Text) -> builtins.list[Text]:
        """Public keys of the age format, separated by commas."""
        from pyrage import RecipientError, x25519

        keys = self.list(name)
        try:
            for each in keys:
                x25519.Recipient.from_str(each)
        except RecipientError:
            raise self.refuse(name, "public keys that begin with age1, separated by commas") from None
        return keys

    def mail(self, name: Text) -> builtins.dict[Any, Any]:
        """Django's e-mail settings for `smtp://`, `smtp+tls://` (STARTTLS) or `smtps://user:password@host:port`."""
        said = self.str(name)
        if not said:
            return {}
        try:
            parts = urlsplit(said)
            port = parts.port
        except ValueError:
            raise self.refuse(name, "smtp+tls://user:password@host:587") from None
        if parts.scheme not in MAIL_SCHEMES or not parts.hostname or parts.path.strip("/"):
            raise self.refuse(name, "smtp+tls://user:password@host:587")
        usual, starttls, tls = MAIL_SCHEMES[parts.scheme]
        return {
            "host": parts.hostname,
            "port": port or usual,
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": starttls,
            "use_ssl": tls,
            "timeout": 20,
        }

    def database_url(self, name: Text, default: Text) -> Text:
        """A database by its address: `sqlite:///path` or `postgres://user:password@host/name`."""
        said = self.str(name, default)
        scheme, _, rest = said.partition("://")
        known = scheme in ("postgres", "postgresql") or (
            scheme == "sqlite" and rest.startswith(("/", ":memory:"))
        )
        if not known or not rest.strip("/"):
            raise self.refuse(name, "sqlite:///path or postgres://user:password@host/name")
        return said

    def unasked(self) -> builtins.list[Any]:
        """Names that look like ours and that nobody asked for: misspelt, or of another version."""
        return sorted(
            name for name in self.environment if name.startswith("MAILLAGE_") and name not in self.asked
        )
