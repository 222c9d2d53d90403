"""Posted before: the same asset or the same words on an account again, whoever sent them."""

from functools import lru_cache

from controlroom.event.delivery import OPEN, PUBLIC, DeliveryState
from controlroom.guards.known import Answer, Known, Level
from controlroom.guards.plain import plain
from controlroom.messages import At, message

LABEL = message("guard.before")
COUNTS = PUBLIC | OPEN | {DeliveryState.UNKNOWN, DeliveryState.BY_HAND}


def guard(known: Known) -> Answer:
    """CAUTION where it is up, on its way, or may be up."""
    zone = known.event.zone
    accounts = {(on.channel, on.handle) for on in known.channels}
    same = [
        row
        for row in known.deliveries
        if row.asset == known.asset.slug
        and row.state in COUNTS
        and (row.channel, row.handle) in accounts
    ]
    worded = [(at, on) for on in known.channels if (at := _same_words(known, on.channel))]
    if same:
        told = message("guard.before.again", at=At(same[-1].taken, zone))
    elif worded:
        at, on = worded[0]
        told = message("guard.before.words", network=on.title, at=At(at, zone))
    else:
        return Answer(Level.GO, LABEL, message("guard.before.go"))
    about = {row.channel for row in same} | {on.channel for _, on in worded}
    return Answer(Level.CAUTION, LABEL, told, frozenset(about))


def _same_words(known: Known, channel: str) -> int | None:
    """UTC µs at which words of the asset last went up on ``channel``, None if they did not."""
    asset = known.asset
    rest = (asset.filled_in(part.caption) for part in asset.thread)
    words = {_alike(text) for text in (asset.words_for(channel), *rest)} - {""}
    if not words:
        return None
    times = [
        post.at
        for post in known.own_posts
        if post.channel == channel and _alike(post.text) in words
    ]
    times += [
        row.taken
        for row in known.deliveries
        if row.channel == channel and row.state in COUNTS and _alike(row.words) in words
    ]
    return max(times, default=None)


@lru_cache(maxsize=4096)
def _alike(text: str) -> str:
    """``text`` without differences nobody sees: blanks, and capital letters."""
    return " ".join(plain(text).split())
