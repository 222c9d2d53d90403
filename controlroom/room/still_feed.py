"""A feed that stands still: the bundled night counted up to one moment, without a process.

For still pictures of the desk, which must come out the same each time.
"""

from collections.abc import Sequence

from controlroom.clock import MICROS, Clock
from controlroom.event.watch import WatchTerm
from controlroom.mentions.counts import ANY, Window
from controlroom.mentions.held import Held
from controlroom.mentions.intake import Intake
from controlroom.mentions.report import Report
from controlroom.mentions.snapshot import MentionSnapshot
from controlroom.rehearsal.night import Night
from controlroom.sources.base import SourceSpec
from controlroom.sources.mention import CountedSecond, Mention

SAMPLES = 60
SAMPLED_S = 180


class StillFeed:
    """Counts ``night`` up to what ``clock`` shows, each time it is asked."""

    def __init__(self, night: Night, clock: Clock) -> None:
        self._night = night
        self._clock = clock
        self._held = Held()
        self._intake: Intake | None = None
        self._next_s = night.start_us // MICROS

    def start(self, sources: Sequence[SourceSpec], terms: Sequence[WatchTerm]) -> None:
        """Begin; ``sources`` are not needed."""
        self._held.set_terms([term.slug for term in terms])
        self._intake = Intake(tuple(terms), self._clock)

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
        self, start_s: int, seconds: int, step: int, slugs: Sequence[str] = (ANY,), over: int = 0
    ) -> Window:
        """See ``Collector.window``."""
        return self._held.window(start_s, seconds, step, slugs, over)

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
                Mention(said.id, said.time_us, said.text, said.author, "counted")
                for said in second.samples
            )
            intake.counted(CountedSecond(self._next_s, second.any, second.terms, samples))
            self._next_s += 1
        self._held.add(self._report(intake))

    def _report(self, intake: Intake) -> Report:
        seconds, increments = intake.tally.take(intake.columns, 100_000)
        fed = None if intake.fed_from_s is None else (intake.fed_from_s, intake.horizon_s)
        return Report(
            intake.slugs,
            seconds,
            increments,
            intake.received,
            fed,
            intake.take_heard(),
            intake.take_taken_back(),
            intake.take_spikes(),
            (),
            {},
            more=False,
        )
