"""What is public on an account, as far as it is known: read from it, or sent by us."""

from collections.abc import Iterator

from controlroom.event.delivery import PUBLIC, DeliveryState
from controlroom.guards.known import Known

MAY_BE_UP = PUBLIC | {DeliveryState.SENDING, DeliveryState.UNKNOWN}


def public_after(
    known: Known, channel: str, since: int, states: frozenset[DeliveryState] = MAY_BE_UP
) -> Iterator[int]:
    """When (UTC µs, after ``since``) there was a post on ``channel``, once for each: those read
    from it, and ours in one of ``states`` that were not read yet."""
    read = set()
    for post in known.own_posts:
        if post.channel == channel:
            read.add(post.remote_id)
            if post.at > since:
                yield post.at
    for row in known.deliveries:
        at = row.sends_at if row.accepted is None else row.accepted
        if at <= since or row.channel != channel:
            continue
        if row.state in states and row.remote_id not in read:
            yield at
