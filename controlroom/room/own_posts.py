"""What is public on our own accounts, whoever posted it: read from the networks again and again."""

import asyncio
import logging
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from controlroom.channels.base import Channel, ChannelError, PaceExceeded, Seen
from controlroom.channels.by_hand import ByHand
from controlroom.clock import MICROS, Clock
from controlroom.event.delivery import PUBLIC, Delivery
from controlroom.guards.known import OwnPost

LOG = logging.getLogger("controlroom.room")

EVERY_S = 60.0
EVERY_PAID_S = 300.0
PAID = frozenset({"x"})
"""Networks where reading costs money."""
SPREAD = 0.1
"""How much sooner or later than that, so that not all are asked at once."""
DEADLINE_S = 20.0
MEET_EVERY_S = 10.0
SLOWEST_S = 900.0
"""However often it failed."""


@dataclass(slots=True)
class _Account:
    """One account and the channel it is read by. It is read next when it is ``due``, whatever
    comes ``not_before`` the network lets us; ``failures`` counts those in a row."""

    channel: Channel
    due: int
    not_before: int = 0
    asked: int = -1
    failures: int = 0
    look: "asyncio.Task[None] | None" = None


class OwnPosts:
    """Reads the newest posts of each signed-in account. Engine thread only.

    ``channels`` may change while it runs. ``latest`` are the posts by channel, newest first, and
    ``read_at`` (UTC µs) when they were read; a channel that was never read is in neither. Errors
    are quiet: ``failures`` counts those in a row. ``draw`` gives numbers from 0 to 1.
    """

    def __init__(
        self,
        channels: Mapping[str, Channel],
        clock: Clock,
        changed: Callable[[], None],
        draw: Callable[[], float] = random.random,
    ) -> None:
        self.latest: dict[str, tuple[Seen, ...]] = {}
        self.read_at: dict[str, int] = {}
        self._channels = channels
        self._clock = clock
        self._changed = changed
        self._draw = draw
        self._accounts: dict[str, _Account] = {}
        self._running: asyncio.Task[None] | None = None
        self._woken = asyncio.Event()

    @property
    def failures(self) -> Mapping[str, int]:
        """How often in a row each channel could not be read."""
        return {name: account.failures for name, account in self._accounts.items()}

    @property
    def running(self) -> bool:
        """Whether it is on."""
        return self._running is not None

    def start(self) -> None:
        """Begin to read, all accounts at once; nothing if it is on already."""
        if self._running is None:
            self.look_now()
            self._running = asyncio.create_task(self._read_on(), name="own posts")

    async def stop(self) -> None:
        """Read no more; what was read stays."""
        running = [self._running] if self._running is not None else []
        looks = [one.look for one in self._accounts.values() if one.look is not None]
        self._running = None
        for task in [*running, *looks]:
            task.cancel()
        await asyncio.gather(*running, *looks, return_exceptions=True)

    def look_now(self, *channels: str) -> None:
        """Read these accounts next (all where none is named), as soon as their networks allow."""
        for name in channels or tuple(self._accounts):
            if (account := self._accounts.get(name)) is not None:
                account.due = max(self._clock.now(), account.not_before)
        self._woken.set()

    def follow(self, deliveries: Iterable[Delivery]) -> None:
        """Read an account again once one of ``deliveries`` was accepted on it."""
        new = {
            row.channel
            for row in deliveries
            if row.state in PUBLIC
            and row.accepted is not None
            and (account := self._accounts.get(row.channel)) is not None
            and row.accepted > account.asked
        }
        if new:
            self.look_now(*new)

    def known(self, deliveries: Iterable[Delivery]) -> tuple[OwnPost, ...]:
        """The posts as guards take them; those of ``deliveries`` are ours."""
        ours = {(row.channel, row.remote_id) for row in deliveries if row.remote_id}
        return tuple(
            OwnPost(
                channel,
                post.text,
                post.receipt.accepted,
                post.receipt.remote_id,
                (channel, post.receipt.remote_id) in ours,
            )
            for channel, posts in self.latest.items()
            for post in posts
        )

    async def _read_on(self) -> None:
        while True:
            self._woken.clear()
            self._meet()
            now = self._clock.now()
            for name, account in self._accounts.items():
                if account.due <= now and account.look is None:
                    account.asked = now
                    account.due = now + self._period(name, account)
                    account.look = asyncio.create_task(self._look(name, account))
            idle = [one.due for one in self._accounts.values() if one.look is None]
            # Now and then it looks who else has signed in.
            soonest = min([*idle, now + _micros(MEET_EVERY_S)])
            await self._wait((soonest - now) / MICROS)

    def _meet(self) -> None:
        """Take up accounts that were bound or signed in to since, let go of those that are gone."""
        ways = {name: way for name in tuple(self._channels) if (way := self._channels.get(name))}
        for name in [*self._accounts]:
            if ways.get(name) is not self._accounts[name].channel:
                gone = self._accounts.pop(name)
                if gone.look is not None:
                    gone.look.cancel()
                if self.latest.pop(name, None) is not None:
                    self._changed()
                self.read_at.pop(name, None)
        for name, way in ways.items():
            # A person tells what is up there.
            if name not in self._accounts and not isinstance(way, ByHand):
                self._accounts[name] = _Account(way, self._clock.now())

    def _period(self, name: str, account: _Account) -> int:
        usual = EVERY_PAID_S if name in PAID else EVERY_S
        slower = min(usual * 2 ** min(account.failures, 10), max(usual, SLOWEST_S))
        return _micros(slower * (1 + SPREAD * (2 * self._draw() - 1)))

    async def _wait(self, seconds: float) -> None:
        waits = [
            asyncio.create_task(self._clock.sleep(seconds)),
            asyncio.create_task(self._woken.wait()),
        ]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waits:
                one.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    async def _look(self, name: str, account: _Account) -> None:
        try:
            async with asyncio.timeout(DEADLINE_S):
                posts = await account.channel.recent()
        except PaceExceeded as problem:
            account.not_before = problem.until
            self._failed(name, account, problem)
        except (ChannelError, TimeoutError) as problem:
            self._failed(name, account, problem)
        except Exception as problem:
            LOG.exception("%s: own posts cannot be read", name)
            self._failed(name, account, problem)
        else:
            self._read(name, account, posts)
        finally:
            account.look = None
            self._woken.set()

    def _read(self, name: str, account: _Account, posts: tuple[Seen, ...]) -> None:
        account.failures = 0
        self.read_at[name] = self._clock.now()
        if self.latest.get(name) != posts:
            self.latest[name] = posts
            self._changed()

    def _failed(self, name: str, account: _Account, problem: Exception) -> None:
        account.failures += 1
        account.due = max(
            account.due, account.not_before, self._clock.now() + self._period(name, account)
        )
        LOG.info("%s: own posts cannot be read: %s", name, repr(problem))


def _micros(seconds: float) -> int:
    return int(seconds * MICROS)
