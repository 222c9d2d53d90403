"""A feed that says what a test lets it say: real counts, and watches set by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from controlroom.clock import MICROS, Clock
from controlroom.event.watch import WatchTerm
from controlroom.mentions.counts import ANY, Counts, Window
from controlroom.mentions.feed import MentionFeed
from controlroom.mentions.snapshot import MentionSnapshot
from controlroom.mentions.watches import Solemn
from controlroom.messages import message
from controlroom.sources.base import SourceSpec
from controlroom.sources.mention import Mention, Phase, SourceState
from tests.room.still_room import StillRoom

LIVE_STATE = SourceState("jetstream", Phase.LIVE, message("source.live"))


def post(text: str, at: int, author: str = "ann", source: str = "jetstream") -> Mention:
    """A mention of ``at`` (UTC µs)."""
    return Mention(f"{author}-{at}", at, text, author, source)


def solemn(subject: str, at: int, *, strong: bool = False, latest: int | None = None) -> Solemn:
    """A subject raised at ``at`` (UTC µs)."""
    said = post(f"oh no, a {subject} at the stadium", at)
    words = tuple(subject.split())
    return Solemn(subject, at, latest or at, strong, words, (said,), 12, 0.21, 0.01)


@dataclass
class ToldFeed:
    """``says`` changes the snapshot; it is fed up to the clock's second unless ``stopped``."""

    clock: Clock
    terms: tuple[WatchTerm, ...] = ()
    own: tuple[tuple[str, str], ...] = ()
    told: dict[str, Any] = field(default_factory=dict)
    told_often: int = 0
    stopped_s: int | None = None
    _counts: Counts = field(default_factory=Counts)
    _shown: MentionSnapshot = field(default_factory=MentionSnapshot)

    def __post_init__(self) -> None:
        self._from_s = self.clock.now() // MICROS - 7_200

    def says(self, **told: Any) -> None:
        """Let the snapshot say this from now on."""
        self.told |= told

    def counts(self, slug: str, per_minute: Sequence[int]) -> None:
        """Mentions of a term, by minute, the last one ending now."""
        until_s = self.clock.now() // MICROS
        slugs = [term.slug for term in self.terms]
        for minute, count in enumerate(reversed(per_minute)):
            start_s = until_s - 60 * (minute + 1)
            seconds = np.arange(start_s, start_s + 60, dtype=np.int64)
            increments = np.zeros((1 + len(slugs), 60), np.int32)
            increments[1 + slugs.index(slug), :count] = 1
            self._counts.merge(slugs, seconds, increments)

    # What the room asks

    def start(self, sources: Sequence[SourceSpec], terms: Sequence[WatchTerm]) -> None:
        self.set_terms(terms)

    def snapshot(self) -> MentionSnapshot:
        until_s = self.stopped_s or self.clock.now() // MICROS
        self._counts.set_fed(self._from_s, until_s)
        told = {"sources": (LIVE_STATE,)} | self.told
        shown = MentionSnapshot(
            revision=self._shown.revision, fed_from_s=self._from_s, fed_until_s=until_s, **told
        )
        if shown != self._shown:
            self._shown = replace(shown, revision=shown.revision + 1)
        return self._shown

    def window(
        self, start_s: int, seconds: int, step: int, slugs: Sequence[str] = (ANY,), over: int = 0
    ) -> Window:
        return self._counts.window(start_s, seconds, step, slugs, over)

    def set_terms(self, terms: Sequence[WatchTerm]) -> None:
        self.terms = tuple(terms)
        self.told_often += 1
        self._counts.set_terms([term.slug for term in terms])

    def set_own(self, posts: Sequence[tuple[str, str]]) -> None:
        self.own = tuple(posts)

    def stop(self, wait_s: float = 5.0) -> bool:
        return True


class ToldRoom(StillRoom):
    """A still room whose feed is ``ToldFeed``."""

    said: ToldFeed

    def _still(self, on: Clock) -> MentionFeed:
        self.said = ToldFeed(on)
        self.said.start((), self.event.terms if self.event else ())
        return self.said

    @property
    def now(self) -> int:
        return self.clock.now()

    def says(self, **told: Any) -> None:
        """The feed says so, and the room looks."""
        self.said.says(**told)
        self.settle()

    def logged(self, kind: str) -> list[tuple[object, ...]]:
        """The as-run log's lines of one kind: (state, subject, why)."""
        lines = [line for line in self.lines if line["kind"] == kind]
        return [(one.get("state"), one.get("subject"), one.get("why")) for one in lines]
