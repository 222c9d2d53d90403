"""What guards are told of other posts, once theirs was taken: all but itself, and but what was
taken after it and has not left."""

from collections.abc import Iterable

from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.guards.known import OwnPost
from controlroom.posting.at_wire import AtWire

BEHIND = frozenset({DeliveryState.PENDING, DeliveryState.WAITING})


def other_deliveries(rows: tuple[Delivery, ...], post: AtWire | None) -> tuple[Delivery, ...]:
    """The deliveries beside ``post``; all of them while nothing was taken."""
    if post is None:
        return rows
    return tuple(row for row in rows if row.take != post.take and not _is_behind(row, post))


def other_posts(
    posts: tuple[OwnPost, ...], rows: Iterable[Delivery], post: AtWire | None
) -> tuple[OwnPost, ...]:
    """The public posts beside those that ``post`` and the rest of its take made."""
    if post is None:
        return posts
    own = {(row.channel, row.remote_id) for row in rows if row.take == post.take and row.remote_id}
    return tuple(one for one in posts if (one.channel, one.remote_id) not in own)


def _is_behind(row: Delivery, post: AtWire) -> bool:
    return row.taken > post.taken and row.state in BEHIND
