"""A feed that stands still: the bundled night counted up to one moment, without a process.

For still pictures of the desk, which must come out the same each time.
"""

from collections.abc import Sequence

from controlroom.clock import MICROS, Clock, ManualClock
from controlroom.event.watch import WatchTerm
from controlroom.mentions.counts import ANY, Window
from controlroom.mentions.held import Held
from controlroom.mentions.intake import Intake
from controlroom.mentions.reporting import report_of
from controlroom.mentions.snapshot import MentionSnapshot
from controlroom.rehearsal.night import Night
from controlroom.sources.base import SourceSpec
from controlroom.sources.mention import CountedSecond, Mention

SOURCE = "counted"
SAMPLES = 60
MOST_SECONDS = 100_000
SAMPLED_S = 180


class StillFeed:
    """Counts ``night`` up to what ``clock`` shows, each time it is asked."""

    def __init__(self, night: Night, clock: Clock) -> None:
        self._night = night
        self._clock = clock
        self._held = Held()
        self._counting = ManualClock(night.start_us)
        self._intake: Intake | None = None
        self._next_s = night.start_us // MICROS

    def start(self, sources: Sequence[SourceSpec], terms: Sequence[WatchTerm]) -> None:
        """Begin; ``sources`` are not needed."""
        self._held.set_terms([term.slug for term in terms])
        self._intake = Intake(tuple(terms), self._counting)

    def set_terms(self, terms: Sequence[WatchTerm]) -> None:
        """Match against these from now on."""
        self._held.set_terms([term.slug for term in terms])
        if self._intake is not None:
            self._intake.set_terms(terms)

    def set_own(self, posts: Sequence[tuple[str, str]]) -> None:
        """The bundled night answers nobody."""

    def snapshot(self) -> MentionSnapshot:
        """Everything up to now."""
        self._catch_up()
        return self._held.snapshot

    def window(
        self,
        start_s: int,
        seconds: int,
        step: int,
        slugs: Sequence[str] = (ANY,),
        over: int = 0,
        source: str = "",
    ) -> Window:
        """See ``Counts.window``."""
        return self._held.window(start_s, seconds, step, slugs, over, source)

    def stop(self, wait_s: float = 0.0) -> bool:
        """Nothing runs."""
        return True

    def _catch_up(self) -> None:
        intake = self._intake
        now_s = self._clock.now() // MICROS
        if intake is None or self._next_s >= now_s:
            return
        while self._next_s < now_s:
            recent = now_s - self._next_s <= SAMPLED_S
            second = self._night.second(self._next_s * MICROS, SAMPLES if recent else 0)
            samples = tuple(
                Mention(said.id, said.time_us, said.text, said.author, SOURCE)
                for said in second.samples
            )
            self._next_s += 1
            # Each second is counted when it is over, as it would have been in the night.
            self._counting.advance(1)
            intake.counted(
                CountedSecond(self._next_s - 1, second.any, second.terms, samples), SOURCE
            )
        self._held.add(report_of(intake, most=MOST_SECONDS))
