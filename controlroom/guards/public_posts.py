"""What is public on an account, as far as it is known: read from it, or sent by us."""

from collections.abc import Iterator

from controlroom.event.delivery import PUBLIC, DeliveryState
from controlroom.guards.known import Known, OwnPost

MAY_BE_UP = PUBLIC | {DeliveryState.SENDING, DeliveryState.UNKNOWN}


def public_on(known: Known, channel: str) -> Iterator[OwnPost]:
    """The posts on ``channel``, each once: those read from it, and ours that were not read yet."""
    read = set()
    for post in known.own_posts:
        if post.channel == channel:
            read.add(post.remote_id)
            yield post
    for row in known.deliveries:
        if row.channel == channel and row.state in MAY_BE_UP and row.remote_id not in read:
            at = row.accepted if row.accepted is not None else row.sends_at
            yield OwnPost(channel, row.words, at, row.remote_id or "", ours=True)
