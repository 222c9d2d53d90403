"""Links: only those on the event's list go out on one person's word.

A link that came from a clipboard has shown a hundred thousand people something else before.
"""

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from controlroom.guards.caption import links_in, words_of
from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import message

LABEL = message("guard.links")
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
PLAIN_PORTS = (None, 80, 443)


def guard(known: Known) -> Answer | None:
    """CAUTION for a link that is not on the list: in the words, of the card, or of the post that is
    answered. None where there is none."""
    links = _links(known)
    if not links:
        return None
    listed = _listed(known.event.links)
    foreign = [link for link in links if not _is_listed(_place(link), listed)]
    if not foreign:
        return Answer(Level.GO, LABEL, message("guard.links.go", count=len(links)))
    about = frozenset(foreign)
    if len(foreign) == 1:
        told = message("guard.links.other", link=_short(foreign[0]))
    else:
        told = message("guard.links.others", link=_short(foreign[0]), more=len(foreign) - 1)
    return Answer(Level.CAUTION, LABEL, told, about)


def _links(known: Known) -> tuple[str, ...]:
    asset = known.asset
    channels = tuple(on.channel for on in known.channels) or known.event.channels
    found = [
        link for words, on in words_of(asset, channels).items() for link in links_in(words, on)
    ]
    if asset.link is not None:
        found.append(asset.link.url)
    found += [asset.reply_to_for(channel) for channel in channels]
    return tuple(dict.fromkeys(link for link in found if link))


@lru_cache(maxsize=16)
def _listed(links: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(place for link in links if (place := _place(link.strip())) is not None)


def _is_listed(place: tuple[str, str] | None, listed: tuple[tuple[str, str], ...]) -> bool:
    if place is None:
        return False
    host, path = place
    return any(
        host == other and (path == begins or path.startswith(begins.rstrip("/") + "/"))
        for other, begins in listed
    )


@lru_cache(maxsize=2048)
def _place(link: str) -> tuple[str, str] | None:
    """(host, path) as they are compared; None for what cannot be told for sure."""
    # Browsers take a backslash for a slash.
    link = link.replace("\\", "/")
    named = SCHEME.match(link) and "//" in link
    try:
        parts = urlsplit(link if named else f"https://{link}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    path = unquote(parts.path)
    if not host or "/../" in f"{path}/":
        return None
    shown = _host(host)
    return (shown if port in PLAIN_PORTS else f"{shown}:{port}"), path.rstrip("/") or "/"


def _host(host: str) -> str:
    host = host.rstrip(".").removeprefix("www.")
    try:
        return host.encode("idna").decode().lower()
    except UnicodeError:
        return host.casefold()


def _short(link: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", link, flags=re.IGNORECASE)
