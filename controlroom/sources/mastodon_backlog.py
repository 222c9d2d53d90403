"""Reading a server's timelines in pages: what a broken stream missed, and servers without streams.

The API's streams tell nothing twice, so after a break the timelines are asked for what is newer
than the last post read. They are asked now and then while a stream is open, too: some servers
accept a subscription and send nothing, and then the pages are the stream.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import msgspec

from controlroom.clock import Clock
from controlroom.sources.base import Option
from controlroom.sources.mastodon_server import Nonsense, Refusal, Server
from controlroom.sources.mastodon_timelines import Mark, Timeline
from controlroom.sources.mastodon_wire import mention_of, rank
from controlroom.sources.mention import Bad, Gap, Mention
from controlroom.sources.recent import Recent

log = logging.getLogger(__name__)

PAGES = 25
# Answers that will be the same in a minute.
FINAL = (401, 403, 404, 410, 422)


@dataclass(frozen=True, slots=True)
class ReadTo:
    """A timeline has been read completely up to the post ``id``."""

    id: str


Brought: TypeAlias = Mention | Bad | Gap | ReadTo
Tell: TypeAlias = Callable[[Brought, Timeline], Awaitable[None]]


class Backlog:
    """How far each timeline has been read, and reading on from there."""

    def __init__(
        self,
        name: str,
        clock: Clock,
        tell: Tell,
        marks: Mapping[str, Option],
        lost_us: int,
    ) -> None:
        self.recent = Recent()
        self._name = name
        self._clock = clock
        self._tell = tell
        now = clock.now()
        self._marks = {key: Mark(now, str(id_)) for key, id_ in marks.items() if id_}
        self.broke(lost_us or now)

    def marks(self) -> dict[str, Option]:
        """The newest post read, by the timeline's name."""
        return {key: mark.newest for key, mark in self._marks.items()}

    def keep(self, names: set[str]) -> None:
        """Forget every timeline but these: one that comes back begins anew."""
        self._marks = {key: mark for key, mark in self._marks.items() if key in names}

    def saw(self, timeline: Timeline, id_: str) -> None:
        """A post was passed on, or everything up to it was."""
        mark = self._marks.get(timeline.name)
        if mark is not None:
            mark.saw(id_, self._clock.now())

    def broke(self, lost_us: int) -> None:
        """No stream is open since ``lost_us`` (UTC)."""
        for mark in self._marks.values():
            mark.broke(lost_us)

    def is_behind(self, timeline: Timeline) -> bool:
        """Whether a break of it has not been read again yet."""
        mark = self._marks.get(timeline.name)
        return mark is not None and mark.behind != ""

    def give_up(self) -> int | None:
        """What the breaks missed will not be read any more; UTC µs of the first one."""
        began = self.behind_since()
        for mark in self._marks.values():
            mark.read_again()
        return began

    def behind_since(self) -> int | None:
        """UTC µs at which the first break began that has not been read again yet."""
        return min((mark.lost_us for mark in self._marks.values() if mark.behind), default=None)

    async def read_on(self, server: Server, timeline: Timeline) -> int:
        """Tell what is newer than the last post read; how many posts were new.

        For a timeline never read before only its newest post is looked up: it begins now. Raises
        Refusal, Nonsense and WireError.
        """
        mark = self._marks.get(timeline.name)
        if mark is None:
            page = await server.page(timeline, limit=1)
            newest = max(page, key=rank, default="0")
            self._marks[timeline.name] = Mark(self._clock.now(), newest)
            return 0
        now_us = self._clock.now()
        lost_us = mark.lost_us or now_us
        after = mark.behind or mark.rewound(now_us)
        found, complete = await self._pages(server, timeline, after)
        new = 0
        times = []
        for id_ in sorted(found, key=rank):
            mention = mention_of(found[id_], self._name)
            if isinstance(mention, Mention):
                times.append(mention.time_us)
            if mention is not None and not self.recent.again(id_):
                new += 1
                await self._tell(mention, timeline)
        if found:
            await self._tell(ReadTo(max(found, key=rank)), timeline)
        if not complete:
            until_us = min(times, default=self._clock.now())
            if until_us > lost_us:
                await self._tell(Gap(self._name, lost_us, until_us), timeline)
        # Not before it is told: who is stopped half way is behind still.
        mark.read_again()
        return new

    async def _pages(
        self, server: Server, timeline: Timeline, after: str
    ) -> tuple[dict[str, msgspec.Raw], bool]:
        """Statuses newer than ``after`` by id, and whether those are all."""
        found: dict[str, msgspec.Raw] = {}
        before = ""
        for _ in range(PAGES):
            read = await server.page(timeline, after="" if after == "0" else after, before=before)
            new = {id_: one for id_, one in read.items() if rank(id_) > rank(after)}
            if len(new) < len(read) or not new:
                return {**found, **new}, True
            oldest = min(new, key=rank)
            if before and rank(oldest) >= rank(before):
                # It gives the same page whatever is asked: no way further back.
                break
            found.update(new)
            before = oldest
        return found, False


def is_final(trouble: Exception) -> bool:
    """Whether asking again soon is of no use."""
    return isinstance(trouble, Nonsense) or (
        isinstance(trouble, Refusal) and trouble.status in FINAL
    )
