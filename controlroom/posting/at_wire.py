"""A post that was taken, as the guards are asked about it right before it leaves."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from controlroom.event.asset import Asset, Role
from controlroom.event.delivery import OPEN, Delivery
from controlroom.event.live_event import LiveEvent
from controlroom.messages import Message, message
from controlroom.posting.preview import By, Preview

LOG = logging.getLogger("controlroom.posting")


@dataclass(frozen=True, slots=True)
class AtWire:
    """One channel's part of a take.

    ``preview`` goes to that channel only. ``take`` names its deliveries, ``taken`` UTC µs;
    ``posts_left`` of them have yet to leave there. ``seen`` is the fingerprint that part had at
    TAKE (None: by an earlier run of the program); ``asked`` what the second key was asked for then.
    """

    preview: Preview
    take: str
    taken: int
    posts_left: int
    seen: str | None = None
    asked: frozenset[str] = frozenset()


Asks = Callable[[AtWire], Message | None]
"""Asks the guards: what speaks against it, or None."""


def seen_by_channel(preview: Preview, event: LiveEvent) -> Mapping[str, str]:
    """The fingerprint of each channel's part of ``preview``."""
    return {
        channel: preview.only(channel).fingerprint(event) for channel in preview.channels_of(event)
    }


def posts_left(rows: Iterable[Delivery], channel: str) -> int:
    """How many posts of a take have yet to leave on ``channel``, the one that is asked about at
    least."""
    return max(1, sum(row.channel == channel and row.state in OPEN for row in rows))


def of_earlier_run(row: Delivery, event: LiveEvent) -> AtWire:
    """One that an earlier run of the program took, as far as it was written down. What the second
    key was asked for then is not known, so nobody has said yes."""
    bare = Asset(row.asset, row.asset, Role.POST, row.words, None)
    asset = next((one for one in event.assets if one.slug == row.asset), bare)
    how = message("staged.again")
    preview = Preview(asset, row.moment, By.YOU, how, row.taken, 0.0, (row.channel,))
    if row.place == 0 and asset.words_for(row.channel) != row.words:
        preview = preview.with_words(row.channel, row.words, 0.0)
    return AtWire(preview, row.take, row.taken, 1)


def speaks_against(ask: Asks, post: AtWire) -> Message | None:
    """What the guards say against it. What cannot be asked must not pass."""
    try:
        return ask(post)
    except Exception as problem:
        LOG.exception("%s: the guards could not be asked", post.preview.channels)
        return message("stage.failed", why=repr(problem))
