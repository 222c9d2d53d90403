"""Races for HOLD: TAKE, the end of hold windows, HOLD, release, cancel, retract and restart in
drawn orders and interleavings. Counted at the networks: what starts after HOLD is acknowledged."""

import asyncio
import logging
import multiprocessing
import random
from collections.abc import Coroutine
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from typing import Any

from controlroom.errors import Refused
from controlroom.messages import message
from controlroom.posting.outbox import Outbox
from controlroom.posting.posting import Posting
from controlroom.posting.preview import By, Preview
from controlroom.posting.wire import Wire
from tests.posting.night import BLACKOUT, PAUSE, WORDS_ONLY, Night, interleaving
from tests.posting.scripted_channel import Does

NETWORKS = ("bluesky", "mastodon")
ORDERS = ("take", "take", "time", "time", "time", "hold", "hold", "cancel", "retract", "restart")


@dataclass
class Counted:
    """``after``: public requests that started after HOLD was acknowledged; ``before``: all others;
    ``holds``: how often it was; ``beaten``: HOLDs that came while something was pending."""

    after: int = 0
    before: int = 0
    holds: int = 0
    beaten: int = 0
    doubled: int = 0


class Race:
    """One of them. ``held`` is what the model says: from the acknowledgement to the release."""

    def __init__(self, seed: int) -> None:
        self.counted = Counted()
        self._draw = random.Random(seed)
        self._held = False
        self._allowed: set[str] = set()
        self._night = Night(*NETWORKS, honours=self._draw.random() < 0.5, pause=interleaving(seed))
        for channel in self._night.channels.values():
            channel.asked = self._started
            channel.latency_s = self._draw.choice((0.0, 0.5, 1.0, 2.0))
            channel.next = self._draw.choices(
                (Does.ACCEPT, Does.NOT_SENT, Does.PACE, Does.UNKNOWN_NOT_THERE), k=4
            )

    def _started(self, key: str) -> None:
        """A network sees a public request begin."""
        rows = self._night.ledger.rows.values()
        take = next(row.take for row in rows if row.key == key)
        if self._held and take not in self._allowed:
            self.counted.after += 1
        else:
            self.counted.before += 1

    def run(self) -> Counted:
        """From start to end; whatever was held is released at last."""
        night = self._night
        try:
            for _ in range(self._draw.randrange(4, 12)):
                getattr(self, f"_{self._draw.choice(ORDERS)}")()
                night.rounds(self._draw.randrange(12))
                if self._held and self._draw.random() < 0.3:
                    self._release()
            night.pass_time(2)
            self._release()
            night.pass_time(60, step=5.0)
            self.counted.doubled = len(night.doubled())
            return self.counted
        finally:
            night.close()

    # Orders

    def _begin(self, order: Coroutine[Any, Any, Any]) -> None:
        async def ordered() -> None:
            try:
                await order
            except Refused:
                # The operator is told so.
                return

        self._night.start(ordered())

    def _take(self) -> None:
        night, in_hold = self._night, self._night.wire.closed
        # In HOLD only the pause asset and the correction pass, with the second key.
        asset = PAUSE if in_hold else self._draw.choice((BLACKOUT, WORDS_ONLY))
        preview = Preview(
            asset, None, By.YOU, message("staged.space"), night.clock.now(), night.hands
        )

        async def take() -> None:
            night.posting.stage(preview)
            for _ in range(self._draw.randrange(6)):
                await asyncio.sleep(0)
            if night.posting.preview is not preview or night.wire.closed is not in_hold:
                return
            known = set(night.posting.takes)
            taking = asyncio.ensure_future(
                night.posting.take(preview, self._draw.choice((0.0, 0.5, 1.0)), in_hold=in_hold)
            )
            await asyncio.sleep(0)
            if in_hold:
                self._allowed |= set(night.posting.takes) - known
            await taking

        self._begin(take())

    def _time(self) -> None:
        self._night.clock.advance(self._draw.choice((0.1, 0.5, 0.5, 1.0, 3.0)))

    def _hold(self) -> None:
        night = self._night
        if self._held:
            return
        pending = night.posting.newest_pending() is not None
        hold = night.start(night.posting.close_wire())
        while not hold.done():
            night.rounds(1)
        hold.result()
        self._held = True
        self.counted.holds += 1
        self.counted.beaten += pending

    def _release(self) -> None:
        self._held = False
        self._night.wire.open()

    def _cancel(self) -> None:
        takes = list(self._night.posting.takes.values())
        if takes:
            take = self._draw.choice(takes)
            self._begin(self._night.posting.cancel(take, keep=self._draw.random() < 0.5))

    def _retract(self) -> None:
        self._begin(self._night.posting.retract())

    def _restart(self) -> None:
        """The program ends without warning; the next one opens in HOLD on what is on disk."""
        night = self._night
        night.loop.run_until_complete(_end_all())
        self._held = True
        self._allowed.clear()
        night.wire = Wire(closed=True)
        night.outbox = Outbox(night.ledger, tuple(night.ledger.rows.values()))
        night.posting = Posting(
            night.channels, night.outbox, night.wire, night.posting._around, rehearsal=False
        )
        self._begin(night.posting.reconcile())


async def _end_all() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@dataclass
class Races:
    """All of them, by seed; ``lost`` are those in which something started after HOLD."""

    each: dict[int, Counted]

    @property
    def lost(self) -> tuple[int, ...]:
        """Seeds."""
        return tuple(seed for seed, one in self.each.items() if one.after)

    @property
    def total(self) -> Counted:
        """The sums."""
        names = [field.name for field in fields(Counted)]
        return Counted(*(sum(getattr(one, name) for one in self.each.values()) for name in names))


def run_races(count: int, seed: int) -> Races:
    """``count`` races, on every core."""
    seeds = range(seed, seed + count)
    with ProcessPoolExecutor(
        mp_context=multiprocessing.get_context("forkserver"), initializer=_quiet
    ) as pool:
        ended = pool.map(_one, seeds, chunksize=50)
        return Races(dict(zip(seeds, ended, strict=True)))


def _one(seed: int) -> Counted:
    return Race(seed).run()


def _quiet() -> None:
    # Thousands of drawn faults are a lot to write.
    logging.getLogger("controlroom").setLevel(logging.CRITICAL)
