"""Mastodon as a source at work, on a simulated server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from controlroom.clock import SystemClock
from controlroom.event.watch import WatchTerm
from controlroom.sources.base import Option
from controlroom.sources.mastodon import Mastodon
from tests.sources.listening import Listening, working
from tests.support.mastodon_streams import MastodonStreams


@asynccontextmanager
async def listening(
    server: MastodonStreams | str, *terms: WatchTerm, **options: Option
) -> AsyncIterator[Listening]:
    """The source while the block runs, asking for pages often."""
    address = server if isinstance(server, str) else server.url
    given: dict[str, Option] = {"poll_s": 0.02, **options, "server": address}
    async with working(Mastodon(given, SystemClock()), *terms) as here:
        yield here


def read_from(server: MastodonStreams, path: str) -> int:
    """How often the server was asked for what lies there."""
    return sum(path in request.path for request in server.asked)
