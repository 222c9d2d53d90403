"""The server behind an account: asked what it takes while something is staged, then remembered."""

from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import urlsplit

from controlroom.accounts.mastodon_session import Kept
from controlroom.channels.base import ChannelDown
from controlroom.channels.mastodon_calls import NETWORK, Call, MastodonCalls, decoded, refusal
from controlroom.channels.mastodon_facts import (
    Counting,
    ServerFacts,
    node_address,
    read_facts,
    software_of,
)
from controlroom.clock import MICROS, Clock
from controlroom.messages import Message, message
from controlroom.net.http import Answer

_FRESH_S = 3_600.0

Shape = TypeVar("Shape")


class MastodonServer:
    """What one server takes. ``facts`` are Mastodon's own until it was asked."""

    def __init__(self, calls: MastodonCalls, clock: Clock) -> None:
        self._calls = calls
        self._clock = clock
        self._asked: float | None = None
        self.facts = ServerFacts()

    @property
    def is_fresh(self) -> bool:
        """Whether it was asked within the hour."""
        return self._asked is not None and self._clock.monotonic() - self._asked < _FRESH_S

    async def ask(self) -> ServerFacts:
        """What it takes, asked for once an hour. Raises ChannelError."""
        if not self.is_fresh:
            software = await self._software()
            answer = await self._calls.open("/api/v2/instance")
            if answer.status in {404, 405, 410}:
                answer = await self._calls.open("/api/v1/instance")
            if answer.status != 200:
                raise refusal(answer)
            facts = read_facts(software, answer.body)
            if facts is None:
                raise _unreadable()
            self.facts, self._asked = facts, self._clock.monotonic()
        return self.facts

    async def timed(self, call: Call, shape: type[Shape]) -> tuple[Shape, int | None]:
        """What a request of the account reads, and how far the server's clock is ahead of ours
        (µs), None where it does not show it. Raises ChannelError."""
        answer = await self._calls.private(call)
        if answer.status != 200:
            raise refusal(answer)
        told = decoded(answer, shape)
        if told is None:
            raise _unreadable()
        return told, self._ahead(answer)

    async def _software(self) -> tuple[str, str]:
        """Name and version; both empty where the server has no NodeInfo."""
        links = await self._calls.open("/.well-known/nodeinfo")
        if links.status in {404, 410}:
            return "", ""
        # Only the path: a server behind another may name itself by an address that is not ours.
        address = urlsplit(node_address(links.body)).path
        if links.status == 200 and not address:
            raise _unreadable()
        node = await self._calls.open(address) if links.status == 200 else links
        if node.status != 200:
            raise refusal(node)
        software = software_of(node.body)
        if not software[0]:
            raise _unreadable()
        return software

    def _ahead(self, answer: Answer) -> int | None:
        try:
            shown = parsedate_to_datetime(answer.headers.get("date", ""))
        except ValueError:
            return None
        return int(shown.timestamp() * MICROS) - self._clock.now()


def _unreadable() -> ChannelDown:
    return ChannelDown(message("channel.unreadable", network=NETWORK))


def about(facts: ServerFacts, who: Kept) -> tuple[Message, ...]:
    """For a person: how the server counts, and what a lost answer means on it."""
    software = f"{facts.software} {facts.version}".strip()
    place = urlsplit(who.server).netloc
    named = (
        message("mastodon.runs", server=place, software=software)
        if software
        else message("mastodon.runs_unknown", server=place)
    )
    again = "mastodon.repeats_safely" if facts.dedupes else "mastodon.never_repeats"
    return (
        named,
        _counting(facts),
        message(again),
    )


def _counting(facts: ServerFacts) -> Message:
    limit = facts.characters
    match facts.counting:
        case Counting.CODE_POINTS:
            return message("mastodon.counts_code_points", limit=limit)
        case Counting.GRAPHEMES:
            return message("mastodon.counts_graphemes", limit=limit)
    return message("mastodon.counts_discounted", limit=limit, link=facts.link_length)


def scopes_lacking(scopes: tuple[str, ...]) -> tuple[str, ...]:
    """What a token with these ``scopes`` may not do and has to; nothing where it may, or nobody
    knows."""
    needed = ("write:statuses", "write:media", "read:accounts", "read:statuses")
    if not scopes:
        return ()
    return tuple(one for one in needed if not {one, one.partition(":")[0]} & set(scopes))
