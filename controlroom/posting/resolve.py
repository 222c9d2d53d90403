"""The operator's word on a delivery of which only a person knows what became of it."""

from collections.abc import Callable
from urllib.parse import urlsplit

from controlroom.channels.base import ChannelError, Receipt, Seen, Staged
from controlroom.clock import Clock
from controlroom.errors import Refused
from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.messages import Message, english, message
from controlroom.posting.looks import Evidence, Looks
from controlroom.posting.outbox import Outbox
from controlroom.posting.way import Way, known_of

FRESH_S = 60.0
"""Nobody may send again on what was seen longer ago."""

UNKNOWN, BY_HAND = DeliveryState.UNKNOWN, DeliveryState.BY_HAND


class Resolving:
    """What a person says: it was sent, it was not, send it again."""

    def __init__(self, outbox: Outbox, clock: Clock, looks: Looks) -> None:
        self._outbox = outbox
        self._clock = clock
        self._looks = looks

    async def sent(self, row: Delivery, url: str, way: Way | None, staged: Staged) -> None:
        """It is up, at ``url``. Taken as the operator's word, and verified only where the network
        shows the post at that address as it was sent."""
        self._open(row)
        known = None if way is None or row.state is BY_HAND else await self._seen(way, row, staged)
        if url == "" and known is None:
            raise Refused(message("resolve.needs_link"))
        if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc):
            raise Refused(message("resolve.no_link", url=url))
        if known is not None and url not in ("", known.receipt.url):
            known = self._newest(row, url)
        if known is None:
            receipt = Receipt(row.channel, "", url, self._clock.now())
        else:
            receipt = known.receipt
        fields = {**known_of(receipt), "remote_id": receipt.remote_id or None}
        await self._move(row, DeliveryState.ACCEPTED, **fields)
        if known is not None and way is not None:
            await way.compare(row.id, staged, known)

    async def _seen(self, way: Way, row: Delivery, staged: Staged) -> Seen | None:
        try:
            return await way.find(staged, row.key)
        except ChannelError:
            return None

    def _newest(self, row: Delivery, url: str) -> Seen | None:
        """The account's newest post at ``url``, as far as they were read."""
        newest = self._looks.evidence.get(row.id, Evidence()).newest
        return next((seen for seen in newest if seen.receipt.url == url), None)

    async def not_sent(self, row: Delivery) -> None:
        """It is not up, and will not be."""
        self._open(row)
        if row.state is BY_HAND:
            await self._move(row, DeliveryState.CANCELLED, problem=None)
        else:
            said = english(message("resolve.said_not_sent"))
            await self._move(row, DeliveryState.REFUSED, problem=said)

    async def again(
        self, row: Delivery, staged: Staged, why_not: Callable[[], Message | None]
    ) -> None:
        """Send it again under the same key, if somebody has just looked. ``why_not`` says what
        speaks against it."""
        if row.state is not UNKNOWN:
            raise Refused(message("resolve.only_unknown"))
        if not self._looks.fresh(row.id, FRESH_S):
            raise Refused(message("resolve.look_first"))
        if (why := why_not()) is not None:
            raise Refused(why)
        await self._looks.send_again(row.id, staged, lambda: why_not() is None)

    def _open(self, row: Delivery) -> None:
        if row.state not in (UNKNOWN, BY_HAND):
            raise Refused(message("resolve.known"))

    async def _move(
        self, row: Delivery, to: DeliveryState, **fields: int | str | tuple[str, ...] | None
    ) -> None:
        now = self._clock.now()
        if not await self._outbox.move_from({row.state}, row.id, to, changed=now, **fields):
            raise Refused(message("resolve.known"))
