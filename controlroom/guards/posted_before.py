"""Posted before: the same asset or the same words on an account again, whoever sent them."""

from functools import lru_cache

from controlroom.event.delivery import OPEN, PUBLIC, DeliveryState
from controlroom.guards.known import Answer, Known, Level
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
    if same:
        return Answer(
            Level.CAUTION, LABEL, message("guard.before.again", at=At(same[-1].taken, zone))
        )
    for on in known.channels:
        at = _same_words(known, on.channel)
        if at is not None:
            what = message("guard.before.words", network=on.title, at=At(at, zone))
            return Answer(Level.CAUTION, LABEL, what)
    return Answer(Level.GO, LABEL, message("guard.before.go"))


def _same_words(known: Known, channel: str) -> int | None:
    """UTC µs at which words of the asset last went up on ``channel``, None if they did not."""
    asset = known.asset
    ours = {asset.words_for(channel), *(part.caption for part in asset.thread)}
    words = {plain(text) for text in ours} - {""}
    if not words:
        return None
    times = [
        post.at for post in known.own_posts if post.channel == channel and plain(post.text) in words
    ]
    times += [
        row.taken
        for row in known.deliveries
        if row.channel == channel and row.state in COUNTS and plain(row.words) in words
    ]
    return max(times, default=None)


@lru_cache(4096)
def plain(text: str) -> str:
    """``text`` without differences nobody sees: blanks, and capital letters."""
    return " ".join(text.split()).casefold()
