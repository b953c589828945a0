"""Feeds for everybody that rooms publish: the page of open data names them, beside the directory."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class OpenFeed:
    """What it is, what for, and its address, which takes a language."""

    label: str | Promise
    use: str | Promise
    url_name: str
    languages: tuple[str, ...]


_feeds: dict[str, OpenFeed] = {}


def publish(feed: OpenFeed) -> None:
    """Let the page of open data name this feed."""
    _feeds[feed.url_name] = feed


def published() -> list[OpenFeed]:
    """What rooms publish, by address."""
    return [_feeds[name] for name in sorted(_feeds)]
