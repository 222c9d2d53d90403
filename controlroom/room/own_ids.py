"""Our public posts by the names under which the sources tell of them, so that answers are known."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from controlroom.event.delivery import PUBLIC, Delivery
from controlroom.event.live_event import LiveEvent
from controlroom.event.watch_rules import feed_name
from controlroom.guards.known import OwnPost
from controlroom.sources.mention import SourceState

MOST = 200
SOURCE_OF = {"bluesky": "jetstream", "mastodon": "mastodon", "x": "x"}
"""Which source tells of posts on which channel."""


@dataclass(frozen=True, slots=True)
class OwnId:
    """A post of ours: how a source calls it, on which channel it is, since when (UTC µs) and, where
    this program sent it, by which delivery."""

    source: str
    id: str
    channel: str
    at: int
    delivery: Delivery | None


def own_ids(
    event: LiveEvent,
    deliveries: Iterable[Delivery],
    read: Iterable[OwnPost],
    sources: Iterable[SourceState],
) -> tuple[OwnId, ...]:
    """Our posts as ``sources`` name them, the newest first. ``read`` are those read from the
    accounts, whoever sent them."""
    posts: dict[tuple[str, str], tuple[int, Delivery | None]] = {}
    for post in read:
        posts[post.channel, post.remote_id] = (post.at, None)
    for row in deliveries:
        if row.state in PUBLIC and row.remote_id:
            at = row.accepted if row.accepted is not None else row.changed
            posts[row.channel, row.remote_id] = (at, row)
    names = _names(event, sources)
    made = [
        OwnId(source, _as_told(channel, remote_id), channel, at, row)
        for (channel, remote_id), (at, row) in posts.items()
        for source in names.get(channel, ())
    ]
    return tuple(sorted(made, key=lambda one: -one.at)[:MOST])


def _names(event: LiveEvent, sources: Iterable[SourceState]) -> dict[str, list[str]]:
    """By channel, the names of the sources that tell of posts on it."""
    fed = {feed_name(feed): feed for feed in event.feeds}
    names: dict[str, list[str]] = {}
    for name in dict.fromkeys((*fed, *(state.source for state in sources))):
        feed = fed.get(name)
        kind = feed.source if feed is not None else name
        for account in event.accounts:
            if SOURCE_OF.get(account.channel) != kind:
                continue
            server = dict(feed.options).get("server") if feed is not None else None
            # Each server of the fediverse has its own ids.
            if kind == "mastodon" and server and not _same_server(server, account.server):
                continue
            names.setdefault(account.channel, []).append(name)
    return names


def _same_server(one: str, other: str | None) -> bool:
    return _host(one) == _host(other or "")


def _host(address: str) -> str:
    return (urlsplit(address).netloc or address).rstrip("/").casefold()


def _as_told(channel: str, remote_id: str) -> str:
    """at://did:plc:x/app.bsky.feed.post/rkey is did:plc:x/rkey in the stream."""
    if channel != "bluesky":
        return remote_id
    did, _, rest = remote_id.removeprefix("at://").partition("/")
    return f"{did}/{rest.rpartition('/')[2]}"
