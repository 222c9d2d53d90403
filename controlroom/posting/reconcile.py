"""What a program that ended left behind, and what a person asks or says of it.

Nothing that was pending is sent. What was being sent is unknown, and is looked for like everything
else that is unknown; here nothing is sent again by itself.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from controlroom.channels.base import ChannelError, Staged
from controlroom.clock import MICROS
from controlroom.errors import Refused
from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.messages import Message, message
from controlroom.posting.looks import Looks, Search
from controlroom.posting.outbox import Outbox
from controlroom.posting.posts import described
from controlroom.posting.rebuilt import rebuilt
from controlroom.posting.resolve import Resolving
from controlroom.posting.surroundings import Surroundings
from controlroom.posting.way import Way

OF_THE_NIGHT = 24 * 3600 * MICROS
PENDING, WAITING = DeliveryState.PENDING, DeliveryState.WAITING
SENDING, UNKNOWN = DeliveryState.SENDING, DeliveryState.UNKNOWN


class Reconciling:
    """``ways`` gives the way of a channel, None where nobody is signed in; ``speaks_against``
    says why a delivery must not be sent now although the operator wants it, None where it may."""

    def __init__(
        self,
        outbox: Outbox,
        around: Surroundings,
        looks: Looks,
        ways: Callable[[str], Way | None],
        speaks_against: Callable[[Delivery], Message | None],
    ) -> None:
        self._outbox = outbox
        self._around = around
        self._looks = looks
        self._ways = ways
        self._speaks_against = speaks_against
        self._resolving = Resolving(outbox, around.clock, looks)

    async def reconcile(self) -> tuple[Delivery, ...]:
        """After a start: cancel what had not left, look for what may be there. What was cancelled,
        as it had been."""
        now = self._around.clock.now()
        unsent = self._outbox.in_state(PENDING, WAITING)
        for row in unsent:
            await self._outbox.move(
                row.id, DeliveryState.CANCELLED, changed=now, until=None, problem=None
            )
        for row in self._outbox.in_state(SENDING, UNKNOWN):
            began = row.changed
            if row.state is SENDING:
                await self._outbox.move(row.id, UNKNOWN, changed=now, problem=None)
            if now - began <= OF_THE_NIGHT:
                self._search(row, began)
        return unsent

    async def look_up(self, delivery: str) -> None:
        """Look for it now. Raises ``Refused`` where it is known."""
        row = self._row(delivery)
        if row.state is not UNKNOWN:
            raise Refused(message("look_up.nothing"))
        self.search(row)
        await self._looks.look(delivery)

    async def resolve(self, delivery: str, verdict: str, url: str) -> None:
        """The operator's word: "sent" (at ``url``), "not_sent", or "again". Raises ``Refused``."""
        row = self._row(delivery)
        match verdict:
            case "sent":
                way = self._ways(row.channel)
                await self._resolving.sent(row, url.strip(), way, self._staged(row))
            case "not_sent":
                await self._resolving.not_sent(row)
            case "again":
                self.search(row)
                staged = await self._ready(row)
                why_not = self._speaks_against
                await self._resolving.again(row, staged, lambda: why_not(row))
            case _:
                raise Refused(message("resolve.no_verdict", verdict=verdict))
        self._around.changed()

    def _row(self, delivery: str) -> Delivery:
        try:
            return self._outbox.get(delivery)
        except KeyError:
            raise Refused(message("store.no_delivery", delivery=delivery)) from None

    def _staged(self, row: Delivery) -> Staged:
        search = self._looks.search(row.id)
        return search.staged if search is not None else rebuilt(row, self._around.event())

    def search(self, row: Delivery) -> None:
        """See that it is looked for, if it is unknown."""
        if row.state is UNKNOWN and self._looks.search(row.id) is None:
            self._search(row, row.changed)

    def _search(self, row: Delivery, began: int) -> None:
        way = self._ways(row.channel)
        if way is None:
            return
        staged = rebuilt(row, self._around.event())
        # One more second: it was written down before its request began.
        began += MICROS
        self._looks.begin(Search(way, row.id, staged, lambda: False, 0, began, began))

    async def _ready(self, row: Delivery) -> Staged:
        """What to send again: after a restart it is made ready anew."""
        staged = self._staged(row)
        if all(media.content for media in staged.post.media) and staged.until is None:
            return staged
        way = self._ways(row.channel)
        if way is None:
            raise Refused(message("guard.account.out", network=row.channel.title()))
        content = {name: await self._bytes(name) for name in self._named(staged)}
        whole = rebuilt(
            row,
            self._around.event(),
            lambda picture: replace(described(picture), content=content[picture.sha256]),
        )
        try:
            return await way.channel.stage(whole.post, staged)
        except ChannelError as problem:
            raise Refused(problem.what) from problem

    async def _bytes(self, sha256: str) -> bytes:
        try:
            return await asyncio.to_thread(self._around.media, sha256)
        except Exception as problem:
            raise Refused(message("stage.failed", why=repr(problem))) from problem

    @staticmethod
    def _named(staged: Staged) -> tuple[str, ...]:
        card = staged.post.card
        thumb = (card.thumb,) if card is not None and card.thumb is not None else ()
        return tuple(dict.fromkeys(media.sha256 for media in (*staged.post.media, *thumb)))
