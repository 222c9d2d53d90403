"""The outbox: every delivery on disk before the wire, its states moved one legal step at a time."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from controlroom.event.delivery import Delivery, DeliveryState

Value = int | str | tuple[str, ...] | None
Fields = dict[str, Value]
Told: TypeAlias = "str | int | float | Sequence[Told] | Mapping[str, Told] | None"
"""What a line of the as-run log can say; what is None is left out."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A line of the as-run log about no delivery: of ``kind``, ``at`` UTC µs, with what is
    ``told``; ``state`` where it tells of one."""

    kind: str
    at: int
    told: Mapping[str, Told]
    state: str | None = None


class Ledger(Protocol):
    """Where deliveries are written. Each call is durable when it returns."""

    async def put(self, deliveries: tuple[Delivery, ...], *notes: Noted) -> None:
        """Write new deliveries, with a line of the as-run log for each, and the ``notes`` that go
        with them: all or nothing."""

    async def move(self, delivery: Delivery, to: DeliveryState, fields: Fields) -> Delivery:
        """Write a delivery's next state, with a line of the as-run log."""

    async def amend(self, delivery: Delivery, fields: Fields) -> Delivery:
        """Write what became known while the state stays, with a line of the as-run log."""


class Outbox:
    """The deliveries of this night, in memory as they are on disk. Engine thread only."""

    def __init__(self, ledger: Ledger, known: Iterable[Delivery] = ()) -> None:
        self._ledger = ledger
        self._by_id = {delivery.id: delivery for delivery in known}
        self._moved = asyncio.Event()
        self._turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @property
    def all(self) -> tuple[Delivery, ...]:
        """Every delivery, oldest first."""
        return tuple(self._by_id.values())

    def get(self, delivery: str) -> Delivery:
        """The delivery as it stands. KeyError if there is none."""
        return self._by_id[delivery]

    def of_take(self, take: str) -> tuple[Delivery, ...]:
        """The deliveries of one TAKE."""
        return tuple(d for d in self._by_id.values() if d.take == take)

    def in_state(self, *states: DeliveryState) -> tuple[Delivery, ...]:
        """Deliveries in any of ``states``, oldest first."""
        return tuple(d for d in self._by_id.values() if d.state in states)

    async def put(self, deliveries: tuple[Delivery, ...], *notes: Noted) -> None:
        """Write new deliveries down, and the ``notes`` that go with them; all or none."""
        await self._ledger.put(deliveries, *notes)
        self._by_id |= {delivery.id: delivery for delivery in deliveries}

    async def move(self, delivery: str, to: DeliveryState, **fields: Value) -> Delivery:
        """Write the next state down, then show it. A delivery that is in it already is told what
        became known."""
        async with self._turns[delivery]:
            return await self._write(delivery, to, fields)

    async def move_from(
        self,
        states: Collection[DeliveryState],
        delivery: str,
        to: DeliveryState,
        **fields: Value,
    ) -> bool:
        """Like ``move``, if it is still in one of ``states`` once the writes before are done.
        Whether it was: a retract and a read-back may meet."""
        async with self._turns[delivery]:
            if self._by_id[delivery].state not in states:
                return False
            await self._write(delivery, to, fields)
            return True

    async def note(self, states: Collection[DeliveryState], delivery: str, **fields: Value) -> bool:
        """Write what became known of it, if it is in one of ``states``; its state stays. Whether
        it was."""
        async with self._turns[delivery]:
            now = self._by_id[delivery].state
            if now in states:
                await self._write(delivery, now, fields)
            return now in states

    async def _write(self, delivery: str, to: DeliveryState, fields: Fields) -> Delivery:
        now = self._by_id[delivery]
        if now.state is to:
            moved = await self._ledger.amend(now, fields)
        else:
            moved = await self._ledger.move(now, to, fields)
        self._by_id[delivery] = moved
        self.wake()
        return moved

    @property
    def moved(self) -> asyncio.Event:
        """Set at the next move; a new one then."""
        return self._moved

    def wake(self) -> None:
        """Let those who wait in ``until`` or for ``moved`` ask again."""
        self._moved.set()
        self._moved = asyncio.Event()

    async def until(self, settled: Callable[[], bool]) -> None:
        """Wait until ``settled`` says so; it is asked after every move."""
        while not settled():
            await self._moved.wait()
