"""Looking for posts of which nobody knows whether they are there, until it is known.

When absence is proof. A look that finds the post settles it. A look that does not find it proves
little, for the request may still be on its way: in our own kernel, which repeats what was not
acknowledged, in a proxy, in a server that is busy. So, on a network that makes one post of one
key however often it is asked:

- while the post may still go out (wire open, not stopped, not late, this run of the program, and
  well within the life of a key) it is sent again under the same key. If the first request arrives
  after all, the network makes nothing of it, or made nothing of the second.
- otherwise it is said to be absent by a look that began ``PROOF_S`` after the last request did.
  That request was cut off after ``DEADLINE_S``; nothing that answers a client holds one longer
  than half a minute after that without having applied it. Being told so by a list is not enough
  anywhere: on a network that does not honour our key it stays unknown, and the operator decides.
- because "nothing" is not "nobody ever saw it", an absent one is looked for again for
  ``WATCH_S``. Should it turn up, it is shown as what it is. R uses the same key, so even then
  there is one post.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

from controlroom.channels.base import ChannelError, NotSent, PaceExceeded, Receipt, Seen, Staged
from controlroom.clock import MICROS, Clock
from controlroom.errors import Refused
from controlroom.event.delivery import DeliveryState
from controlroom.messages import Message, english, message
from controlroom.posting.outbox import Outbox
from controlroom.posting.waits import pauses, wait
from controlroom.posting.way import Way, known_of

LOG = logging.getLogger("controlroom.posting")

PROOF_S = 45.0
KEY_LIFE_S = 50 * 60.0
"""Mastodon forgets a key after an hour; the shortest life there is."""

WATCH_S = 600.0

UNKNOWN, REFUSED = DeliveryState.UNKNOWN, DeliveryState.REFUSED


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen when we looked. ``looked_at`` UTC µs of the last look that got an answer,
    ``times`` how many did; ``newest`` the account's newest posts; ``problem`` why the last look
    got none."""

    looked_at: int | None = None
    times: int = 0
    newest: tuple[Seen, ...] = ()
    problem: Message | None = None


@dataclass(slots=True)
class Search:
    """One delivery that is looked for. ``lets`` says whether it may be sent again by itself,
    ``expires`` (UTC µs) until when that is not late, ``began`` when its last request began at the
    latest, ``first`` when its first one did."""

    way: Way
    delivery: str
    staged: Staged
    lets: Callable[[], bool]
    expires: int
    began: int
    first: int
    not_before: int = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Looks:
    """Every search of this night. ``settled`` is told when one has found out."""

    def __init__(
        self,
        outbox: Outbox,
        clock: Clock,
        changed: Callable[[], None],
        settled: Callable[[str], None],
    ) -> None:
        self.evidence: dict[str, Evidence] = {}
        self._outbox = outbox
        self._clock = clock
        self._changed = changed
        self._settled = settled
        self._searches: dict[str, Search] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._ending = asyncio.Event()

    def begin(self, search: Search) -> None:
        """Look for it from now on, until it is known."""
        self._searches[search.delivery] = search
        self._spawn(self._look_on(search), f"look for {search.delivery}")

    async def look(self, delivery: str) -> bool:
        """Look once, now; nothing is sent. Whether it is known then. Raises ``Refused`` where
        nobody looks for it."""
        search = self._searches.get(delivery)
        if search is None:
            raise Refused(message("look_up.nothing"))
        await self._look(search, may_send=False, told=True)
        return self._outbox.get(delivery).state is not UNKNOWN

    async def known(self, delivery: str, seconds: float, stop: asyncio.Event) -> None:
        """Wait until an unknown delivery is known, for ``seconds`` at most, or for ``stop``."""
        ends = self._clock.monotonic() + seconds
        while self._is_open(delivery):
            left, moved = ends - self._clock.monotonic(), self._outbox.moved
            if left <= 0 or stop.is_set() or self._ending.is_set():
                return
            await wait(self._clock, left, stop, self._ending, moved)

    def _is_open(self, delivery: str) -> bool:
        search = self._searches.get(delivery)
        comparing = search is not None and search.turn.locked()
        return comparing or self._outbox.get(delivery).state in (UNKNOWN, DeliveryState.SENDING)

    def search(self, delivery: str) -> Search | None:
        """How it is looked for, None if it is not."""
        return self._searches.get(delivery)

    def fresh(self, delivery: str, within_s: float) -> bool:
        """Whether somebody looked, and got an answer, within the last ``within_s`` seconds."""
        known = self.evidence.get(delivery, Evidence())
        if known.looked_at is None or known.problem is not None:
            return False
        return self._clock.now() - known.looked_at <= within_s * MICROS

    async def send_again(self, delivery: str, staged: Staged, lets: Callable[[], bool]) -> bool:
        """Once more under the same key, as the operator wants it, while ``lets`` says so. Whether
        it was accepted; otherwise it stays unknown."""
        search = self._searches[delivery]
        async with search.turn:
            search.staged = staged
            return await self._send_again(search, lets)

    async def stop(self) -> None:
        """Look no more."""
        self._ending.set()
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            LOG.error("%s ended", task.get_name(), exc_info=task.exception())

    async def _look_on(self, search: Search) -> None:
        for pause in pauses():
            now = self._clock.now()
            left = (search.began - now) / MICROS + PROOF_S
            wait_s = min(pause, left + 0.5) if left > 0 else pause
            await self._clock.sleep(max(wait_s, (search.not_before - now) / MICROS))
            # A newer search may have taken its place.
            if self._searches.get(search.delivery) is not search:
                return
            state = self._outbox.get(search.delivery).state
            watched = self._clock.now() - search.began <= WATCH_S * MICROS
            if state is UNKNOWN or (state is REFUSED and watched):
                await self._look(search, may_send=state is UNKNOWN)
            elif state is not DeliveryState.SENDING:
                del self._searches[search.delivery]
                return

    async def _look(self, search: Search, *, may_send: bool, told: bool = False) -> None:
        try:
            await self._look_once(search, may_send=may_send, told=told)
        finally:
            self._outbox.wake()

    async def _look_once(self, search: Search, *, may_send: bool, told: bool) -> None:
        async with search.turn:
            row = self._outbox.get(search.delivery)
            if row.state not in (UNKNOWN, REFUSED):
                return
            started = self._clock.now()
            try:
                seen = await search.way.find(search.staged, row.key)
            except ChannelError as problem:
                self._could_not(search, problem)
                return
            if seen is not None:
                await self._found(search, seen)
                return
            await self._absent(search, started, told=told or not search.way.channel.honours_key)
            if row.state is not UNKNOWN or not search.way.channel.honours_key:
                return
            now = self._clock.now()
            in_time = now - search.first <= KEY_LIFE_S * MICROS and now < search.expires
            if in_time and search.lets():
                if may_send:
                    await self._send_again(search, search.lets)
            elif started - search.began >= PROOF_S * MICROS:
                await self._not_there(search)

    def _could_not(self, search: Search, problem: ChannelError) -> None:
        LOG.info("%s: look-up failed: %s", search.way.channel.key, problem)
        known = self.evidence.get(search.delivery, Evidence())
        self.evidence[search.delivery] = replace(known, problem=problem.what)
        if isinstance(problem, PaceExceeded):
            search.not_before = problem.until
        self._changed()

    async def _absent(self, search: Search, started: int, *, told: bool) -> None:
        known = self.evidence.get(search.delivery, Evidence())
        newest = known.newest
        if told:
            try:
                newest = await search.way.recent()
            except ChannelError as problem:
                LOG.info("%s: newest posts unread: %s", search.way.channel.key, problem)
        self.evidence[search.delivery] = Evidence(started, known.times + 1, newest)
        self._changed()

    async def _found(self, search: Search, seen: Seen) -> None:
        if await self.accept(search.delivery, seen.receipt, search.way):
            await search.way.compare(search.delivery, search.staged, seen)
            self._settled(search.delivery)

    async def accept(self, delivery: str, receipt: Receipt, way: Way) -> bool:
        """It is there. False where it is not looked for any more."""
        fields = {**known_of(receipt), "changed": self._clock.now()}
        looked_for = (UNKNOWN, REFUSED)
        accepted = DeliveryState.ACCEPTED
        done = await self._outbox.move_from(looked_for, delivery, accepted, **fields)
        way.changed()
        return done

    async def _not_there(self, search: Search) -> None:
        what = english(message("unknown.not_there", network=search.way.channel.title))
        now = self._clock.now()
        await self._outbox.move_from({UNKNOWN}, search.delivery, REFUSED, problem=what, changed=now)
        self._changed()
        self._settled(search.delivery)

    async def _send_again(self, search: Search, lets: Callable[[], bool]) -> bool:
        sending, now = DeliveryState.SENDING, self._clock.now()
        if not await self._outbox.move_from({UNKNOWN}, search.delivery, sending, changed=now):
            return False
        row = self._outbox.get(search.delivery)
        problem, before = row.problem, search.began
        # Asked after the await: HOLD may have come while the row was written.
        if lets():
            search.began = self._clock.now()
            try:
                receipt = await search.way.request(search.staged, row, lets)
            except ChannelError as refusal:
                # Even a clear no is about this request; the first one may have arrived.
                problem = str(refusal)
                if isinstance(refusal, NotSent):
                    search.began = before
                if isinstance(refusal, PaceExceeded):
                    search.not_before = refusal.until
            else:
                await search.way.accepted(search.delivery, receipt)
                self._spawn(search.way.read_back(search.delivery, search.staged), "read back")
                self._settled(search.delivery)
                return True
        now = self._clock.now()
        await self._outbox.move(search.delivery, UNKNOWN, problem=problem, changed=now)
        self._changed()
        return False
