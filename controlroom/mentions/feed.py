"""Where mentions are counted, as the room sees it."""

from collections.abc import Sequence
from typing import Protocol

from controlroom.event.watch import WatchTerm
from controlroom.mentions.counts import ANY, Window
from controlroom.mentions.snapshot import MentionSnapshot
from controlroom.sources.base import SourceSpec


class MentionFeed(Protocol):
    """Where mentions are counted: the collector's process, or a night standing still."""

    def start(self, sources: Sequence[SourceSpec], terms: Sequence[WatchTerm]) -> None:
        """Begin."""

    def snapshot(self) -> MentionSnapshot:
        """The newest snapshot; waits for nothing."""

    def window(
        self,
        start_s: int,
        seconds: int,
        step: int,
        slugs: Sequence[str] = (ANY,),
        over: int = 0,
        source: str = "",
    ) -> Window:
        """Mentions a minute; see ``Counts.window``."""

    def set_terms(self, terms: Sequence[WatchTerm]) -> None:
        """Match against these from now on."""

    def set_own(self, posts: Sequence[tuple[str, str]]) -> None:
        """Our own public posts as (source, id): answers to them are counted and judged."""

    def stop(self, wait_s: float = 5.0) -> bool:
        """End; whether it has ended."""
