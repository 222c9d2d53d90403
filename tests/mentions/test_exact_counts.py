"""Whatever order mentions, repeats and deletions arrive in: the counts are the truth."""

import tracemalloc
from collections import Counter
from dataclasses import dataclass

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from controlroom.clock import MICROS, ManualClock
from controlroom.event.watch import WatchTerm
from controlroom.mentions.counts import ANY
from controlroom.mentions.held import Held
from controlroom.mentions.intake import Intake
from controlroom.mentions.reporting import report_of
from controlroom.sources.mention import Deleted, Gap, Mention

START = 1_780_000_020
NOW_US = (START + 100_000) * MICROS
TERMS = (
    WatchTerm("power", "Power", "event", ("power",)),
    WatchTerm("oreo", "Oreo", "brand", ("oreo",)),
    WatchTerm("dunk", "#dunk", "context", ("#dunk",)),
)
OTHER = (TERMS[1], WatchTerm("late", "Late", "event", ("late",)))
WORDS = ("power", "oreo", "#dunk", "nothing", "late")
SPAN_S = 400


@dataclass(frozen=True)
class Post:
    """One post; ``id`` gives its second and its source, so that a repeat is the same post."""

    id: int
    words: frozenset[str]

    @property
    def second(self) -> int:
        return START + self.id * 37 % SPAN_S

    @property
    def source(self) -> str:
        return ("here", "there")[self.id % 2]

    def mention(self) -> Mention:
        text = " ".join(sorted(self.words))
        return Mention(str(self.id), self.second * MICROS, text, "somebody", self.source)

    def deleted(self) -> Deleted:
        return Deleted(str(self.id), self.source)

    def counts_as(self) -> set[str]:
        slugs = {"power": "power", "oreo": "oreo", "#dunk": "dunk"}
        found = {slugs[word] for word in self.words if word in slugs}
        return found | ({ANY} if found - {"dunk"} else set())


POSTS = st.lists(
    st.builds(Post, st.integers(0, 60), st.frozensets(st.sampled_from(WORDS), max_size=3)),
    max_size=30,
    unique_by=lambda post: post.id,
)


class Night:
    """An intake, what is held of it, and how much time the reports leave between them."""

    def __init__(self) -> None:
        self.intake = Intake(TERMS, ManualClock(NOW_US))
        self.held = Held()
        self.held.set_terms([term.slug for term in TERMS])
        self.say_nothing(START - 1)

    def say_nothing(self, second: int) -> None:
        """Each source brings a post that matches nothing."""
        for source in ("here", "there"):
            unheard = Mention(f"nothing {second}", second * MICROS, "nothing", "me", source)
            self.intake.mention(unheard)

    def pull(self, most: int = 3600) -> None:
        while True:
            report = report_of(self.intake, most=most)
            self.held.add(report)
            if not report.more:
                return

    def seconds_of(self, slug: str) -> dict[int, int]:
        """Counts by second, as far as they are shown and not 0."""
        row = self.held.window(START - 5, SPAN_S + 10, 1, (slug,)).of(slug)
        numbers = np.nan_to_num(row / 60).round().astype(int)
        return {START - 5 + at: int(count) for at, count in enumerate(numbers) if count}


def close(night: Night) -> None:
    """Every second before this is complete."""
    night.say_nothing(START + SPAN_S + 100)
    night.pull()


@given(POSTS, st.data())
def test_any_order_of_arrivals_gives_the_same_counts(
    posts: list[Post], data: st.DataObject
) -> None:
    gone = set(data.draw(st.lists(st.sampled_from(posts), unique=True))) if posts else set()
    repeated = data.draw(st.lists(st.sampled_from(posts))) if posts else []
    arrivals = [post.mention() for post in (*posts, *repeated)] + [post.deleted() for post in gone]
    night = Night()
    for arrival in data.draw(st.permutations(arrivals)):
        if isinstance(arrival, Mention):
            night.intake.mention(arrival)
        else:
            night.intake.deleted(arrival)
        if data.draw(st.booleans()):
            night.pull(data.draw(st.integers(1, 4)))
    close(night)
    truth: dict[str, Counter[int]] = {slug: Counter() for slug in (ANY, "power", "oreo", "dunk")}
    for post in posts:
        if post not in gone:
            for slug in post.counts_as():
                truth[slug][post.second] += 1
    for slug, seconds in truth.items():
        assert night.seconds_of(slug) == seconds
        assert night.held.snapshot.totals[slug] == seconds.total()
        assert minutes_of(night, slug, "") == by_minute(seconds)
    by_source = [minutes_of(night, ANY, source) for source in ("here", "there")]
    assert Counter(by_source[0]) + Counter(by_source[1]) == by_minute(truth[ANY])


def minutes_of(night: Night, slug: str, source: str) -> dict[int, int]:
    """Counts by minute, as far as they are not 0."""
    first = START - START % 60 - 60
    window = night.held.window(first, 60 * 10, 60, (slug,), source=source)
    rates = np.nan_to_num(window.of(slug)).round().astype(int)
    return {first // 60 + at: int(count) for at, count in enumerate(rates) if count}


def by_minute(seconds: Counter[int]) -> Counter[int]:
    minutes: Counter[int] = Counter()
    for second, count in seconds.items():
        minutes[second // 60] += count
    return minutes


@given(POSTS, st.integers(0, 30))
def test_what_was_counted_under_other_terms_is_taken_back_where_it_was(
    posts: list[Post], changed_at: int
) -> None:
    intake = Intake(TERMS, ManualClock(NOW_US))
    for number, post in enumerate(posts):
        if number == changed_at:
            intake.set_terms(OTHER)
        intake.mention(post.mention())
    for post in posts:
        intake.deleted(post.deleted())
    intake.set_terms((*TERMS, OTHER[1]))
    for source in report_of(intake).sources:
        assert not source.counts.any()
    for post in posts:
        intake.mention(post.mention())
    for source in report_of(intake).sources:
        assert not source.counts.any(), "what was deleted does not come back"


def test_a_gap_is_unknown_and_what_fills_it_later_is_a_floor() -> None:
    night = Night()
    number = 0

    def say(*seconds: int) -> None:
        nonlocal number
        for second in seconds:
            number += 1
            at_us = (START + second) * MICROS
            night.intake.mention(Mention(str(number), at_us, "oreo", "somebody", "here"))

    say(*range(100))
    night.intake.gap(Gap("here", (START + 100) * MICROS, (START + 150) * MICROS))
    say(*range(150, 200))
    night.pull()
    window = night.held.window(START, 198, 1, ("oreo",))
    assert np.isfinite(window.of("oreo")[:100]).all()
    assert np.isnan(window.of("oreo")[100:150]).all()
    assert np.isfinite(window.of("oreo")[150:]).all()
    assert not window.floor.any()
    say(*range(110, 120))
    night.pull()
    window = night.held.window(START, 198, 1, ("oreo",))
    assert window.of("oreo")[110:120].tolist() == [60.0] * 10
    assert window.floor.nonzero()[0].tolist() == list(range(110, 120))
    assert night.held.window(START, 180, 60, ("oreo",)).floor.tolist() == [False, True, True]


def test_a_source_that_is_missing_makes_the_sum_a_floor() -> None:
    night = Night()
    for second in range(300):
        at_us = (START + second) * MICROS
        for source in ("here", "there") if second < 120 else ("here",):
            id_ = f"{source}{second}"
            night.intake.mention(Mention(id_, at_us, "oreo", "somebody", source))
    night.pull()
    night.held.set_running(("here", "there"))
    window = night.held.window(START, 240, 60, ("oreo",))
    assert window.of("oreo").tolist() == [120, 120, 60, 60]
    assert window.floor.tolist() == [False, True, True, True]
    alone = night.held.window(START, 240, 60, ("oreo",), source="here")
    assert alone.of("oreo").tolist() == [60, 60, 60, 60]
    assert not alone.floor.any()
    night.held.set_running(("here",))
    # Its last minute was not whole; after that it is not missed.
    ended = night.held.window(START, 240, 60, ("oreo",))
    assert ended.floor.tolist() == [False, True, False, False]


def test_hours_are_the_sums_of_their_seconds() -> None:
    night = Night()
    first = START - START % 3600
    for second in range(0, 3 * 3600, 7):
        at_us = (first + second) * MICROS
        night.intake.mention(Mention(str(second), at_us, "power", "somebody", "here"))
    close_us = (first + 3 * 3600 + 60) * MICROS
    night.intake.mention(Mention("end", close_us, "nothing", "somebody", "here"))
    night.pull()
    hours = night.held.window(first, 3 * 3600, 3600, ("power",)).of("power") * 60
    assert hours.round().astype(int).tolist() == [515, 514, 514]


def test_what_a_feed_brings_of_days_ago_is_not_piled_up() -> None:
    terms = [WatchTerm(f"t{n}", "", "event", (f"term{n}",)) for n in range(500)]
    intake = Intake(terms, ManualClock(NOW_US))
    report_of(intake)
    tracemalloc.start()
    try:
        for number in range(6_000):
            at_us = NOW_US - number * 7_919 % 172_800 * MICROS
            intake.mention(Mention(str(number), at_us, "term7", "somebody", "here"))
            if number % 500 == 499:
                report_of(intake)
        kept = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert kept < 8_000_000
