"""A restart shows the night so far, and nothing is lost or counted twice by it."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controlroom.clock import MICROS, ManualClock
from controlroom.event.watch import WatchTerm
from controlroom.mentions.counts import ANY
from controlroom.mentions.held import Held
from controlroom.mentions.intake import Intake
from controlroom.mentions.reporting import report_of
from controlroom.mentions.spikes import Spike
from controlroom.mentions.unkept import Unkept
from controlroom.room.counts_kept import CountsKept, kept_feeds
from controlroom.sources.mention import Mention
from controlroom.store.open import open_store
from controlroom.store.thread import StoreThread

START = 1_780_000_000
TERMS = (
    WatchTerm("power", "Power", "event", ("power",)),
    WatchTerm("oreo", "Oreo", "brand", ("oreo",)),
)
TEXTS = ("power out", "an oreo", "power and oreo", "nothing")
LINES = 240
CLOCK = ManualClock((START + LINES * 2) * MICROS)


def line(number: int) -> Mention:
    """The feed: line after line, a second and a bit between, a few of them late."""
    second = START + number * 5 // 4 - (3 if number % 7 == 0 else 0)
    return Mention(str(number), second * MICROS, TEXTS[number % 4], "somebody", "feed")


@dataclass
class Running:
    """A desk with its collector, whose source reads ``line`` from ``cursor`` on."""

    thread: StoreThread
    held: Held = field(default_factory=Held)

    def __post_init__(self) -> None:
        self.kept = CountsKept(self.thread, "night", self.held, CLOCK)
        feeds = kept_feeds(self.thread.store, "night")
        self.held.restore_coverage({one.source: one.covered for one in feeds})
        self.held.set_terms([term.slug for term in TERMS])
        self.options = {one.source: one.resume for one in feeds}.get("feed", {"cursor": 0})
        asyncio.run(self.kept.restore())
        self.start_collector()

    def start_collector(self) -> None:
        """Also after the process died: it goes on after the last report."""
        self.cursor = int(str(self.options["cursor"]))
        self.intake = Intake(TERMS, CLOCK, self.held.covered_until())

    def read(self, lines: int) -> None:
        for number in range(self.cursor, min(LINES, self.cursor + lines)):
            self.intake.mention(line(number))
            self.cursor = number + 1

    def pull(self) -> None:
        report = report_of(self.intake, resume={"feed": {"cursor": self.cursor}})
        self.held.add(report)
        self.options = {"cursor": self.cursor}

    def keep(self) -> None:
        asyncio.run(self.kept.keep())


@contextmanager
def opened(folder: Path) -> Iterator[Running]:
    thread = StoreThread(lambda: open_store(folder))
    try:
        yield Running(thread)
    finally:
        thread.close()


def truth() -> dict[str, Counter[int]]:
    counts: dict[str, Counter[int]] = {slug: Counter() for slug in (ANY, "power", "oreo")}
    for number in range(LINES):
        said = line(number)
        found = [slug for slug in ("power", "oreo") if slug in said.text]
        for slug in (*found, *((ANY,) if found else ())):
            counts[slug][said.time_us // MICROS] += 1
    return counts


def shown(held: Held, slug: str) -> Counter[int]:
    row = held.window(START - 10, LINES * 2, 1, (slug,)).of(slug)
    numbers = np.nan_to_num(row / 60).round().astype(int).tolist()
    known_until = held.snapshot.fed_until_s or 0
    return Counter(
        {
            START - 10 + at: count
            for at, count in enumerate(numbers)
            if count and START - 10 + at < known_until
        }
    )


STEPS = st.lists(
    st.one_of(
        st.integers(1, 60),
        st.sampled_from(["pull", "keep", "collector dies", "desk dies"]),
    ),
    max_size=14,
)


@settings(max_examples=12, deadline=None)
@given(STEPS)
def test_whatever_dies_when_the_counts_are_the_truth(steps: list[int | str]) -> None:
    with TemporaryDirectory() as folder:
        left = list(steps)
        while True:
            with opened(Path(folder)) as running:
                dies = _run(running, left)
                if dies:
                    continue
                running.read(LINES)
                running.intake.mention(
                    Mention("end", CLOCK.now() - MICROS, "nothing", "me", "feed")
                )
                running.pull()
                assert (running.held.snapshot.fed_until_s or 0) > START + LINES * 5 // 4
                for slug, seconds in truth().items():
                    assert running.held.snapshot.totals[slug] == seconds.total()
                    assert shown(running.held, slug) == seconds
                return


def _run(running: Running, steps: list[int | str]) -> bool:
    """Whether the desk died on the way."""
    while steps:
        step = steps.pop(0)
        if isinstance(step, int):
            running.read(step)
        elif step == "pull":
            running.pull()
        elif step == "keep":
            running.keep()
        elif step == "collector dies":
            running.start_collector()
        else:
            return True
    return False


def test_what_cannot_be_written_is_written_later(
    tmp_path: Path, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("counts could not be kept")
    with opened(tmp_path) as running:
        running.read(LINES)
        running.pull()
        write, full = running.thread.store.counts.add_sources, [True]

        def fail_once(event: str, counts: object) -> None:
            if full.pop() if full else False:
                raise OSError("no space left")
            write(event, counts)  # type: ignore[arg-type]

        running.thread.store.counts.add_sources = fail_once  # type: ignore[method-assign]
        running.keep()
        assert running.thread.store.counts.totals("night") == {}
        assert running.thread.store.feeds.read("night") == (), "all or nothing"
        running.keep()
        kept = running.thread.store.counts.totals("night")
    assert kept == {slug: seconds.total() for slug, seconds in truth().items()}


def test_spikes_and_gaps_of_the_night_survive(tmp_path: Path) -> None:
    said = Mention("1", START * MICROS, "no power", "somebody", "feed")
    spike = Spike(START * MICROS, 4.5, "power", ("power",), ("power",), (said,))
    with opened(tmp_path) as running:
        running.read(LINES)
        running.intake.lane("feed").gap(START + 400, START + 450)
        running.pull()
        taken = running.held.take_unkept()
        assert taken is not None
        running.held.give_back(Unkept(taken.increments, taken.feeds, (spike,)))
        running.keep()
    with opened(tmp_path) as again:
        assert again.held.snapshot.spikes == (spike,)
        assert again.held.covered_until() == {"feed": START + 400}


def test_a_term_that_came_late_is_unknown_before_also_after_a_restart(tmp_path: Path) -> None:
    with opened(tmp_path) as running:
        running.read(120)
        running.pull()
        running.keep()
        terms = (*TERMS, WatchTerm("late", "Late", "event", ("nothing",)))
        running.intake.set_terms(terms)
        running.held.set_terms([term.slug for term in terms])
        running.read(LINES)
        running.pull()
        running.keep()
    thread = StoreThread(lambda: open_store(tmp_path))
    try:
        held = Held()
        kept = CountsKept(thread, "night", held, CLOCK)
        feeds = kept_feeds(thread.store, "night")
        held.restore_coverage({one.source: one.covered for one in feeds})
        held.set_terms(["power", "oreo", "late"])
        asyncio.run(kept.restore())
        window = held.window(START, 290, 1, ("power", "late"))
    finally:
        thread.close()
    assert np.isfinite(window.of("power")).all()
    assert np.isnan(window.of("late")[:100]).all()
    assert np.nansum(window.of("late")) / 60 == pytest.approx(28)
