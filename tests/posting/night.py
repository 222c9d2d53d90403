"""A night for the tests of posting: a small event, scripted networks, a ledger in memory, and a
loop whose time is the night's clock, so that a deadline of 20 s passes when the clock is told."""

import asyncio
import random
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any, TypeVar

from controlroom.channels.base import Seen
from controlroom.clock import MICROS, ManualClock
from controlroom.event.asset import Asset, Picture, Role
from controlroom.event.delivery import PUBLIC, Delivery, DeliveryState, may_become
from controlroom.event.live_event import Account, Brand, LiveEvent
from controlroom.messages import Message, message
from controlroom.posting.outbox import Fields, Noted, Outbox
from controlroom.posting.posting import Posting, Surroundings
from controlroom.posting.preview import By, Preview
from controlroom.posting.take import Take
from controlroom.posting.wire import Wire
from tests.posting.scripted_channel import ScriptedChannel

T = TypeVar("T")
START = 1_359_930_000 * MICROS
PICTURE = Picture("ab" * 32, "dark.jpg", "image/jpeg", 9, 4, 3, "A dark stadium")
BLACKOUT = Asset("blackout-01", "Blackout 01", Role.POST, "Power out? No problem.", PICTURE)
WORDS_ONLY = Asset("record", "Record", Role.POST, "108 yards!", None)
PAUSE = Asset("pause-01", "Pause", Role.PAUSE, "We are pausing.", None)


def event_on(*channels: str) -> LiveEvent:
    """An event with an account on each of ``channels``."""
    return LiveEvent(
        id="e1",
        slug="night",
        title="The Night",
        brand=Brand("Saltwick", "@saltwick", ""),
        zone="America/New_York",
        second_zone="America/Chicago",
        second_zone_label="New Orleans",
        starts=START,
        ends=START + 4 * 3600 * MICROS,
        segments=(),
        moments=(),
        assets=(BLACKOUT, WORDS_ONLY, PAUSE),
        cues=(),
        outcome_sets=(),
        accounts=tuple(Account(channel, f"saltwick.{channel}", "Saltwick") for channel in channels),
        terms=(),
    )


class Inline(ThreadPoolExecutor):
    """Does at once what it is asked to do: no threads, so every run is the same."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as problem:  # noqa: BLE001
            done.set_exception(problem)
        return done


class NightLoop(asyncio.SelectorEventLoop):
    """A loop that reads the night's clock."""

    def __init__(self, clock: ManualClock) -> None:
        self._night = clock
        super().__init__()

    def time(self) -> float:
        return self._night.monotonic()


class MemoryLedger:
    """Writes deliveries down in memory, as strictly as the store: only along the ways there are,
    and only from the state the row is in. ``pause`` says how many rounds of the loop a call
    takes, half of them before the row is written."""

    def __init__(self, pause: Callable[[], int] = lambda: 0) -> None:
        self.rows: dict[str, Delivery] = {}
        self.story: list[tuple[str, DeliveryState]] = []
        self.notes: list[Noted] = []
        self.wrong: list[str] = []
        self.full = False
        self.dead = False
        self._pause = pause

    async def put(self, deliveries: tuple[Delivery, ...], *notes: Noted) -> None:
        await self._wait()
        self.notes += notes
        for row in deliveries:
            self.rows[row.id] = row
            self.story.append((row.id, row.state))
        await self._wait()

    async def move(self, delivery: Delivery, to: DeliveryState, fields: Fields) -> Delivery:
        await self._wait()
        now = self.rows[delivery.id].state
        if now is not delivery.state or not may_become(now, to):
            self.wrong.append(f"{delivery.channel}: {delivery.state} ({now}) to {to}")
            raise ValueError(self.wrong[-1])
        known: Any = fields
        moved = replace(delivery, state=to, **known)
        self.rows[delivery.id] = moved
        self.story.append((delivery.id, to))
        await self._wait()
        return moved

    async def amend(self, delivery: Delivery, fields: Fields) -> Delivery:
        await self._wait()
        if self.rows[delivery.id].state is not delivery.state:
            self.wrong.append(f"{delivery.channel}: {delivery.state} is not what it is in")
            raise ValueError(self.wrong[-1])
        known: Any = fields
        self.rows[delivery.id] = replace(delivery, **known)
        await self._wait()
        return self.rows[delivery.id]

    async def _wait(self) -> None:
        if self.dead:
            raise asyncio.CancelledError
        if self.full:
            raise OSError("no space left on the disk")
        for _ in range(self._pause()):
            await asyncio.sleep(0)


class Night:
    """Posting on scripted networks. Use ``run`` for orders and ``pass_time`` for the night."""

    def __init__(
        self, *channels: str, honours: bool = True, pause: Callable[[], int] = lambda: 0
    ) -> None:
        names = channels or ("bluesky", "mastodon")
        self.clock = ManualClock(START)
        self.loop = NightLoop(self.clock)
        self._inline = Inline(1)
        self.loop.set_default_executor(self._inline)
        self.hands = 100.0
        self.event = event_on(*names)
        self.ledger = MemoryLedger(pause)
        self.outbox = Outbox(self.ledger)
        self.wire = Wire()
        self.passed: set[str] = set()
        self.slipped: list[str] = []
        self.returned: set[str] = set()
        self.differing: list[Delivery] = []
        self.no_go: Message | None = None
        self.media: Mapping[str, bytes] = {PICTURE.sha256: b"nine byte"}
        self.channels = {
            name: ScriptedChannel(name, self.clock, honours_key=honours, asked=self._asked)
            for name in names
        }
        self.posting = self._posting()

    def _posting(self) -> Posting:
        return Posting(
            self.channels,
            self.outbox,
            self.wire,
            Surroundings(
                clock=self.clock,
                gestures=lambda: self.hands,
                event=lambda: self.event,
                media=lambda sha256: self.media[sha256],
                changed=lambda: None,
                differs=self._differs,
                may_still_go=lambda preview: self.no_go,
            ),
            rehearsal=False,
        )

    def restart(self) -> None:
        """The program is killed, and starts again with what is on the disk."""
        self.kill()
        self.start_again()

    def kill(self) -> None:
        """The program ends in the middle of whatever it does."""

        async def end() -> None:
            kept = {id(task) for network in self.channels.values() for task in network.late}
            mine = [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]
            mine = [task for task in mine if id(task) not in kept]
            for task in mine:
                task.cancel()
            await asyncio.gather(*mine, return_exceptions=True)

        self.ledger.dead = True
        self.loop.run_until_complete(end())
        self.ledger.dead = False

    def start_again(self) -> None:
        """A new program on the same disk."""
        self.outbox = Outbox(self.ledger, self.ledger.rows.values())
        self.wire = Wire()
        self.posting = self._posting()
        self.run(self.posting.reconcile())

    def _asked(self, key: str) -> None:
        """A public request begins: HOLD must not be on, but for what was let pass."""
        row = next(row for row in self.ledger.rows.values() if row.key == key)
        if self.wire.closed and row.take not in self.passed:
            self.slipped.append(key)

    async def _differs(self, row: Delivery, seen: Seen) -> None:
        self.differing.append(row)

    # Orders

    def run(self, order: Coroutine[Any, Any, T], rounds: int = 40) -> T:
        """Carry out an order and let what follows from it happen."""
        done = self.loop.run_until_complete(order)
        self.rounds(rounds)
        return done

    def start(self, order: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        """Begin an order; it goes on as rounds pass."""
        return self.loop.create_task(order)

    def rounds(self, count: int = 40) -> None:
        """Let the loop go round; no time passes."""

        async def go_round() -> None:
            for _ in range(count):
                await asyncio.sleep(0)

        self.loop.run_until_complete(go_round())

    def pass_time(self, seconds: float, step: float = 0.5) -> None:
        """Let time pass, for the night and for hands."""
        left = seconds
        while left > 1e-9:
            part = min(step, left)
            self.clock.advance(part)
            self.hands += part
            left -= part
            self.rounds()

    def stage(
        self,
        asset: Asset = BLACKOUT,
        *,
        by: By = By.YOU,
        rounds: int = 40,
        channels: tuple[str, ...] | None = None,
    ) -> Preview:
        """Put ``asset`` in Preview."""

        async def put() -> Preview:
            self.look()
            how = message("staged.space")
            now = self.clock.now()
            self.posting.stage(Preview(asset, None, by, how, now, self.hands, channels))
            assert self.posting.preview is not None
            return self.posting.preview

        return self.run(put(), rounds)

    def take(self, window_s: float = 5.0, *, rounds: int = 40) -> Take:
        """TAKE what is in Preview, as the room does after its guards."""
        return self.run(self._take(window_s), rounds)

    async def _take(self, window_s: float) -> Take:
        self.look()
        preview = self.posting.preview
        assert preview is not None
        in_hold = self.wire.closed
        before = set(self.posting.takes)
        order = self.posting.take(preview, window_s, in_hold=in_hold)
        task = asyncio.ensure_future(order)
        await asyncio.sleep(0)
        if in_hold:
            self.passed |= set(self.posting.takes) - before
        return await task

    def take_all(self, window_s: float = 0.0) -> Take:
        """Stage, TAKE and follow it until nothing more happens."""
        self.stage()
        take = self.take(window_s)
        self.pass_time(window_s + 40)
        return take

    # Questions

    def states(self, take: Take) -> dict[str, DeliveryState]:
        """Channel → state."""
        rows = self.outbox.of_take(take.id)
        return {row.channel: row.state for row in rows}

    def thread(self, take: Take, channel: str) -> list[DeliveryState]:
        """The states of the parts on one network, in order."""
        return [row.state for row in self.outbox.of_take(take.id) if row.channel == channel]

    def look(self) -> None:
        """See whose content is back, before something else is put in Preview."""
        titles = {asset.title for asset in self.contents()}
        for take in self.posting.takes.values():
            gone = set(self.states(take).values()) == {DeliveryState.CANCELLED}
            if gone and take.preview.asset.title in titles:
                self.returned.add(take.id)

    def contents(self) -> list[Asset]:
        """What stands in Preview and what Space would bring back."""
        shown = [self.posting.preview.asset] if self.posting.preview is not None else []
        return [*shown, *(kept.asset for kept in self.posting.kept)]

    def untrue(self) -> list[str]:
        """Deliveries whose state is not what the network holds."""
        return [
            f"{row.channel} {row.key}: {row.state}, there: {there}"
            for row in self.outbox.all
            if not _true(row.state, there := self.channels[row.channel].has(row.key))
            and not (row.state in PUBLIC and row.retracted is not None)
        ]

    def half_down(self) -> list[Delivery]:
        """Deliveries that are to be taken down and have no answer to that yet."""
        return [row for row in self.outbox.in_state(*PUBLIC) if row.retracted is not None]

    def doubled(self) -> list[str]:
        """Keys under which a network got two posts."""
        return [
            key
            for channel in self.channels.values()
            for key, posts in channel.sent_under.items()
            if len(posts) > 1 or channel.copies()[key] > 1
        ]

    def close(self) -> None:
        """End what still runs."""
        self.loop.run_until_complete(self._end())
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self._inline.shutdown()
        self.loop.close()

    async def _end(self) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _true(state: DeliveryState, there: bool) -> bool:
    match state:
        case DeliveryState.ACCEPTED | DeliveryState.VERIFIED:
            return there
        case DeliveryState.SENDING | DeliveryState.UNKNOWN | DeliveryState.BY_HAND:
            return True
    return not there


def interleaving(seed: int) -> Callable[[], int]:
    """How many rounds each write takes, drawn from ``seed``."""
    draw = random.Random(seed)
    return lambda: draw.randrange(4)
