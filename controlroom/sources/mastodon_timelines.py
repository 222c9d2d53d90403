"""Which timelines of a server are followed, and how far each has been read."""

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import msgspec

from controlroom.event.watch import WatchTerm
from controlroom.sources.base import Option
from controlroom.sources.mastodon_wire import rank
from controlroom.sources.options import word, words

PUBLIC = ("public", "public:local", "public:remote")
HASHTAG = ("hashtag", "hashtag:local")
# A server may learn of a post after newer ones; so far back it is looked at again after a break,
# but no more than so many posts.
REWIND_US = 60_000_000
REWIND_POSTS = 100
NOTED_EVERY_US = 5_000_000


@dataclass(frozen=True, slots=True)
class Timeline:
    """One stream of the API; ``tag`` (no #) for those of a hashtag."""

    stream: str
    tag: str = ""

    @property
    def name(self) -> str:
        """The stream and its tag in one word."""
        return f"{self.stream}#{self.tag}"

    @property
    def stream_path(self) -> str:
        """Where it is streamed as server-sent events."""
        asked = f"?{urlencode({'tag': self.tag})}" if self.tag else ""
        return f"/api/v1/streaming/{self.stream.replace(':', '/')}{asked}"

    def page_path(self, asked: Mapping[str, str | int]) -> str:
        """Where a page of it is read."""
        kind, _, only = self.stream.partition(":")
        where = f"tag/{quote(self.tag, safe='')}" if kind == "hashtag" else "public"
        query = {**asked, only: "true"} if only else dict(asked)
        return f"/api/v1/timelines/{where}?{urlencode(query)}"

    def order(self, kind: str) -> str:
        """The message that subscribes to it, or unsubscribes (``kind``), on a websocket."""
        told = {"type": kind, "stream": self.stream}
        return msgspec.json.encode({**told, "tag": self.tag} if self.tag else told).decode()


def timelines(options: Mapping[str, Option], terms: tuple[WatchTerm, ...]) -> tuple[Timeline, ...]:
    """What to follow: the option ``stream``, else every hashtag among ``terms`` and in the option
    ``tags``; where there is none, everything public."""
    stream = word(options, "stream")
    if stream in PUBLIC:
        return (Timeline(stream),)
    written = [*words(options, "tags")]
    written += [one for term in terms for one in term.phrases if one.startswith("#")]
    tags = dict.fromkeys(tag for tag in map(_tag, written) if tag)
    if not tags:
        return (Timeline("public:local" if stream.endswith(":local") else "public"),)
    kind = stream if stream in HASHTAG else "hashtag"
    return tuple(Timeline(kind, tag) for tag in tags)


def _tag(written: str) -> str:
    tag = written.strip().lstrip("#\uff03").casefold()
    return tag if tag.replace("_", "").isalnum() else ""


class Mark:
    """How far a timeline has been read. ``newest`` is "" before anything is known of it, and "0"
    for one that was empty. ``behind`` is the post after which a break began that has not been
    read again yet, ``lost_us`` UTC of that break."""

    def __init__(self, now_us: int, newest: str) -> None:
        self.newest = newest
        self.behind = ""
        self.lost_us = 0
        self._posts = 0
        self._trail: deque[tuple[int, int, str]] = deque([(now_us, 0, newest)])

    def saw(self, id_: str, now_us: int) -> None:
        """A post came, or everything up to it has been read."""
        if rank(id_) > rank(self.newest):
            self.newest = id_
        self._posts += 1
        if now_us - self._trail[-1][0] < NOTED_EVERY_US:
            return
        self._trail.append((now_us, self._posts, self.newest))
        while len(self._trail) > 2 and self._past(self._trail[1], now_us):
            self._trail.popleft()

    def rewound(self, lost_us: int) -> str:
        """After which post to read again what came before ``lost_us`` (UTC) too late to tell."""
        chosen = ""
        for noted in self._trail:
            if not chosen or self._past(noted, lost_us):
                chosen = noted[2]
        return chosen

    def broke(self, lost_us: int) -> None:
        """The stream broke; a break that was not read again yet began earlier."""
        if not self.behind:
            self.behind, self.lost_us = self.rewound(lost_us), lost_us

    def read_again(self) -> None:
        """Everything since the break has been read, or given up."""
        self.behind, self.lost_us = "", 0

    def _past(self, noted: tuple[int, int, str], now_us: int) -> bool:
        return now_us - noted[0] >= REWIND_US or self._posts - noted[1] >= REWIND_POSTS


class Following:
    """The timelines followed now, and a sign when they change."""

    def __init__(self) -> None:
        self.wanted: tuple[Timeline, ...] = ()
        self.changed = asyncio.Event()

    def turn_to(self, wanted: tuple[Timeline, ...]) -> bool:
        """Follow these; False where they are the same. Whoever waited for ``changed`` wakes up and
        takes the next one."""
        if set(wanted) == set(self.wanted):
            return False
        before, self.wanted, self.changed = self.changed, wanted, asyncio.Event()
        before.set()
        return True
