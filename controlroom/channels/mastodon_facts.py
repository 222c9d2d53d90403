"""What a server says about itself: its software, how that counts, and what it takes.

Sources, read 2026-11: NodeInfo 2.0; documentation of Mastodon, entities Instance and V1_Instance;
Mastodon's status_length_validator.rb, GoToSocial's internal/processing/status/common.go, Pleroma's
common_api/utils.ex (``String.length`` of Elixir counts grapheme clusters).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec
import regex

from controlroom.channels import mastodon_text
from controlroom.channels.base import Limits

_LINK_LENGTH = 23
_LIMIT = 500
_FILES = 4
_PICTURE_BYTES = 16 * 1024 * 1024
_ALT_CHARACTERS = 1_500

_LOCKS_FROM = (4, 6, 0)
"""Mastodon remembers an Idempotency-Key for an hour; only from this release on does it do so under
a lock, so that two requests at the same time make one post (pull request 37879, 2026-06)."""

_VIDEO_S = 1_200.0
"""36,000 frames are taken (media_attachment.rb), which is so long at 30 a second."""
_VIDEO_BYTES = 99 * 1024 * 1024
_RELEASE = re.compile(r"(\d+)\.(\d+)\.(\d+)(-)?")
_GRAPHEME = regex.compile(r"\X")
_PLAIN_ON_DEMAND = frozenset({"gotosocial", "pleroma", "akkoma"})


class Counting(StrEnum):
    """How a server measures a text."""

    DISCOUNTED = "discounted"
    """Grapheme clusters, each link as long as any other, a mention without its host."""
    GRAPHEMES = "graphemes"
    CODE_POINTS = "code_points"


_COUNTS = {
    "gotosocial": Counting.CODE_POINTS,
    "pleroma": Counting.GRAPHEMES,
    "akkoma": Counting.GRAPHEMES,
}


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """What one server takes. Sizes in bytes and pixels (width times height); 0 where it does not
    tell. ``mimes`` empty: it does not tell. ``domain`` as in handles."""

    software: str = ""
    version: str = ""
    domain: str = ""
    characters: int = _LIMIT
    link_length: int = _LINK_LENGTH
    files: int = _FILES
    alt_characters: int = _ALT_CHARACTERS
    picture_bytes: int = _PICTURE_BYTES
    picture_pixels: int = 0
    video_bytes: int = _VIDEO_BYTES
    video_pixels: int = 0
    mimes: frozenset[str] = frozenset()

    @property
    def counting(self) -> Counting:
        """How its software counts; Mastodon's way where the software is not known."""
        return _COUNTS.get(self.software, Counting.DISCOUNTED)

    @property
    def dedupes(self) -> bool:
        """Whether two requests with one key make one post, even at the same time: Mastodon proper
        and forks that keep its name. Others forget keys, or know them only once the first is
        done."""
        found = _RELEASE.match(self.version)
        if self.software != "mastodon" or found is None:
            return False
        release = int(found[1]), int(found[2]), int(found[3])
        ahead_of_release = found[4] is not None  # 4.6.0-alpha.1 may be of before the lock
        return release > _LOCKS_FROM or (release == _LOCKS_FROM and not ahead_of_release)

    @property
    def asks_for_plain(self) -> bool:
        """Whether the account's own setting may make Markdown of words, unless told otherwise
        (``content_type``, documented by GoToSocial and Pleroma)."""
        return self.software in _PLAIN_ON_DEMAND or "+glitch" in self.version

    @property
    def limits(self) -> Limits:
        """The limits as every channel has them."""
        return Limits(
            characters=self.characters,
            pictures=self.files,
            picture_bytes=self.picture_bytes,
            alt_characters=self.alt_characters,
            video_bytes=self.video_bytes,
            video_s=_VIDEO_S,
        )

    def count(self, text: str) -> int:
        """Length of ``text`` as this server counts it."""
        match self.counting:
            case Counting.CODE_POINTS:
                return mastodon_text.count(text, raw=True)
            case Counting.GRAPHEMES:
                return len(_GRAPHEME.findall(text.strip()))
        return mastodon_text.count(text, url_length=self.link_length)


def read_facts(software: tuple[str, str], instance: bytes) -> ServerFacts | None:
    """What ``instance``, the answer of /api/v2/instance or /api/v1/instance, says; None where it is
    no such answer. ``software`` is name and version by NodeInfo, both empty where the server does
    not tell. What is missing is as Mastodon has it."""
    told = _json(instance)
    if not isinstance(told, dict) or not {"domain", "uri", "version"} & told.keys():
        return None
    name, version = software
    known = ServerFacts(name.lower(), version)
    configuration = "configuration"
    statuses, media = (configuration, "statuses"), (configuration, "media_attachments")

    def number(default: int, *paths: tuple[str, ...]) -> int:
        found = (_at(told, path) for path in paths)
        return next((one for one in found if _is_size(one)), default)

    mimes = _at(told, (*media, "supported_mime_types"))
    domain = _at(told, ("domain",)) or _at(told, ("uri",))
    return ServerFacts(
        software=known.software,
        version=known.version,
        domain=domain if isinstance(domain, str) and "/" not in domain else "",
        characters=number(known.characters, (*statuses, "max_characters"), ("max_toot_chars",)),
        link_length=number(known.link_length, (*statuses, "characters_reserved_per_url")),
        files=number(known.files, (*statuses, "max_media_attachments"), ("max_media_attachments",)),
        alt_characters=number(
            known.alt_characters, (*media, "description_limit"), ("description_limit",)
        ),
        picture_bytes=number(known.picture_bytes, (*media, "image_size_limit"), ("upload_limit",)),
        picture_pixels=number(0, (*media, "image_matrix_limit")),
        video_bytes=number(known.video_bytes, (*media, "video_size_limit"), ("upload_limit",)),
        video_pixels=number(0, (*media, "video_matrix_limit")),
        mimes=frozenset(one for one in mimes if isinstance(one, str))
        if isinstance(mimes, list)
        else frozenset(),
    )


def node_address(links: bytes) -> str:
    """Where the NodeInfo of a server is, by its list of links; empty where that tells none."""
    listed = _at(_json(links), ("links",))
    for link in reversed(listed) if isinstance(listed, list) else ():
        rel, href = _at(link, ("rel",)), _at(link, ("href",))
        if isinstance(rel, str) and "nodeinfo" in rel and isinstance(href, str):
            return href
    return ""


def software_of(node: bytes) -> tuple[str, str]:
    """Name and version by a NodeInfo document; empty where it does not tell."""
    told = _json(node)
    name, version = _at(told, ("software", "name")), _at(told, ("software", "version"))
    return (name if isinstance(name, str) else ""), (version if isinstance(version, str) else "")


def _json(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _at(told: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        told = told.get(name) if isinstance(told, dict) else None
    return told


def _is_size(told: object) -> bool:
    return isinstance(told, int) and not isinstance(told, bool) and told > 0
