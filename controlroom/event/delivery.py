"""Deliveries: one post on one account, and what is known of it."""

from dataclasses import dataclass
from enum import StrEnum


class DeliveryState(StrEnum):
    """What is known of a post. REFUSED is certainly not there; UNKNOWN may be; BY_HAND was given
    to a person, who says what became of it."""

    PENDING = "pending"
    WAITING = "waiting"
    SENDING = "sending"
    ACCEPTED = "accepted"
    VERIFIED = "verified"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    RETRACTED = "retracted"
    BY_HAND = "by_hand"


_S = DeliveryState
_WAYS: dict[DeliveryState, frozenset[DeliveryState]] = {
    _S.PENDING: frozenset({_S.SENDING, _S.WAITING, _S.CANCELLED, _S.REFUSED}),
    _S.WAITING: frozenset({_S.SENDING, _S.CANCELLED, _S.REFUSED}),
    _S.SENDING: frozenset({_S.ACCEPTED, _S.REFUSED, _S.UNKNOWN, _S.WAITING, _S.BY_HAND}),
    _S.UNKNOWN: frozenset({_S.ACCEPTED, _S.VERIFIED, _S.REFUSED, _S.SENDING, _S.RETRACTED}),
    _S.ACCEPTED: frozenset({_S.VERIFIED, _S.RETRACTED}),
    _S.VERIFIED: frozenset({_S.RETRACTED}),
    _S.REFUSED: frozenset({_S.SENDING, _S.WAITING, _S.CANCELLED, _S.ACCEPTED}),
    _S.CANCELLED: frozenset(),
    _S.RETRACTED: frozenset(),
    _S.BY_HAND: frozenset({_S.ACCEPTED, _S.CANCELLED}),
}

PUBLIC = frozenset({_S.ACCEPTED, _S.VERIFIED})
OPEN = frozenset({_S.PENDING, _S.WAITING, _S.SENDING})


def may_become(now: DeliveryState, then: DeliveryState) -> bool:
    """Whether a delivery in ``now`` may become ``then``."""
    return then in _WAYS[now]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One post on one account.

    ``take`` groups the deliveries of one TAKE. ``key`` is the idempotency key written down before
    the wire. ``rehearsal`` marks one that went to the simulated network. Times are UTC µs of the
    night; ``until`` says until when a WAITING one waits. ``problem`` is the network's or our own
    sentence, in English.

    A thread is several deliveries of one channel and take: ``place`` counts from 0, ``parent`` is
    the delivery this one answers and waits for. ``uploads`` is what staging gave the channel to
    look it up with, ``answer`` what a post that answers it must name. ``retracted`` is when it was
    down or, on one that is still up, when that was asked for. ``handed`` is the folder a BY_HAND
    one lies in.
    """

    id: str
    take: str
    event: str
    channel: str
    handle: str
    asset: str
    moment: str | None
    words: str
    pictures: tuple[str, ...]
    key: str
    rehearsal: bool
    state: DeliveryState
    taken: int
    sends_at: int
    changed: int
    until: int | None = None
    remote_id: str | None = None
    url: str | None = None
    accepted: int | None = None
    problem: str | None = None
    place: int = 0
    parent: str | None = None
    uploads: tuple[str, ...] = ()
    answer: str | None = None
    retracted: int | None = None
    handed: str | None = None
