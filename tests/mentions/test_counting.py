import tracemalloc
from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from controlroom.event.watch import WatchTerm
from controlroom.mentions.counts import ANY, Counts
from controlroom.mentions.tally import Columns, Tally

START = 1_359_934_000


def terms(*slugs: str) -> list[WatchTerm]:
    return [WatchTerm(slug, slug.title(), "event", (slug,)) for slug in slugs]


def minute_rates(counts: Counts, slug: str, start: int, seconds: int) -> list[int]:
    """Counts a second, read back through the chart's window."""
    row = counts.window(start, seconds, 1, (slug,)).of(slug)
    return [round(float(value) / 60) for value in row]


SLUGS = ("a", "b", "c")
SECONDS = st.integers(0, 40)


class TwoSides(RuleBasedStateMachine):
    """Whatever is counted and taken back on one side of the pipe adds up on the other."""

    def __init__(self) -> None:
        super().__init__()
        columns = Columns()
        self.columns = dict(zip(SLUGS, columns.of(terms(*SLUGS)), strict=True))
        self.tally, self.held = Tally(columns), Counts(100)
        self.held.set_terms(SLUGS)
        self.expected: dict[str, Counter[int]] = {slug: Counter() for slug in (ANY, *SLUGS)}
        self.standing: list[tuple[int, set[str]]] = []

    def change(self, second: int, matched: set[str], by: int) -> None:
        for slug in (ANY, *matched):
            self.expected[slug][second] += by

    @rule(second=SECONDS, matched=st.sets(st.sampled_from(SLUGS), min_size=1))
    def add(self, second: int, matched: set[str]) -> None:
        self.tally.add(START + second, (0, *(self.columns[slug] for slug in matched)))
        self.standing.append((second, matched))
        self.change(second, matched, 1)

    @precondition(lambda self: self.standing)
    @rule(which=st.integers(0, 99))
    def take_back(self, which: int) -> None:
        second, matched = self.standing.pop(which % len(self.standing))
        self.tally.take_back(START + second, (0, *(self.columns[slug] for slug in matched)))
        self.change(second, matched, -1)

    @rule(second=SECONDS, count=st.integers(0, 5000))
    def add_counts(self, second: int, count: int) -> None:
        self.tally.add_counts(START + second, count, {"a": count, "elsewhere": 7})
        self.change(second, {"a"}, count)

    @rule(most=st.integers(1, 5))
    def report(self, most: int) -> None:
        self.send(most)

    def send(self, most: int) -> int:
        seconds, increments = self.tally.take(tuple(self.columns.values()), most)
        self.held.merge(SLUGS, seconds, increments)
        return len(seconds)

    @rule(before=st.integers(0, 60))
    def forget(self, before: int) -> None:
        self.tally.forget(START + before)

    def teardown(self) -> None:
        while self.send(3):
            pass
        self.held.set_fed(START, START + 41)
        for slug in (ANY, *SLUGS):
            assert self.held.totals[slug] == self.expected[slug].total()
            seen = minute_rates(self.held, slug, START, 41)
            assert seen == [self.expected[slug][second] for second in range(41)]


TestTwoSides = TwoSides.TestCase


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 9)), max_size=40))
def test_the_ring_keeps_its_last_seconds_and_the_totals_keep_all(
    arrivals: list[tuple[int, int]],
) -> None:
    kept_s = 50
    counts = Counts(kept_s)
    alive: Counter[int] = Counter()
    newest = -1
    for second, count in arrivals:
        counts.merge((), np.array([START + second]), np.array([[count]], np.int32))
        newest = max(newest, second)
        if second > newest - kept_s:
            alive[second] += count
    counts.set_fed(START, START + 301)
    expected = [alive[s] if s > newest - kept_s else 0 for s in range(301)]
    assert minute_rates(counts, ANY, START, 301) == expected
    assert counts.totals[ANY] == sum(count for _, count in arrivals)


def test_a_late_mention_goes_to_its_own_second() -> None:
    columns = Columns()
    (column,) = columns.of(terms("a"))
    tally = Tally(columns)
    for second in (START + 20, START + 3, START + 20):
        tally.add(second, (0, column))
    seconds, increments = tally.take((column,), 10)
    assert seconds.tolist() == [START + 3, START + 20]
    assert increments.tolist() == [[1, 2], [1, 2]]


def test_a_term_that_left_and_returned_counts_on_and_others_keep_their_place() -> None:
    columns = Columns()
    first, second = columns.of(terms("a", "b"))
    tally = Tally(columns)
    tally.add(START, (0, first, second))
    (only,) = columns.of(terms("b"))
    tally.add(START, (0, only))
    again, new = columns.of(terms("a", "c"))
    tally.widen()
    tally.add(START, (0, again, new))
    tally.take_back(START, (0, first, second))
    _, increments = tally.take((again, second, new), 10)
    assert increments.T.tolist() == [[2, 1, 1, 1]]


def test_rates_are_per_minute_and_unknown_where_no_feed_was() -> None:
    counts = Counts()
    seconds = np.arange(START, START + 20)
    counts.merge((), seconds, np.full((1, 20), 2, np.int32))
    counts.set_fed(START, START + 20)
    window = counts.window(START - 10, 40, 10)
    assert window.of(ANY)[1:3].tolist() == [120.0, 120.0]
    assert np.isnan(window.of(ANY)[[0, 3]]).all()
    smooth = counts.window(START, 20, 1, over=4).of(ANY)
    assert smooth[:5].tolist() == [30.0, 60.0, 90.0, 120.0, 120.0]


def test_a_term_added_on_the_way_is_unknown_before_and_counted_after() -> None:
    counts = Counts()
    counts.merge((), np.array([START]), np.array([[5]], np.int32))
    counts.set_fed(START, START + 2)
    counts.set_terms(["late"])
    counts.merge(("late",), np.array([START + 3]), np.array([[4], [3]], np.int32))
    counts.set_fed(START, START + 5)
    row = counts.window(START, 5, 1, ("late",)).of("late")
    assert np.isnan(row[:2]).all()
    assert row[2:].tolist() == [0.0, 180.0, 0.0]
    assert np.isnan(counts.window(START, 5, 1, ("never",)).of("never")).all()


def test_a_window_cannot_be_written_to() -> None:
    counts = Counts()
    counts.set_fed(START, START + 2)
    assert not counts.window(START, 2, 1).rates.flags.writeable


@given(st.data())
def test_terms_that_come_and_go_keep_their_own_numbers(data: st.DataObject) -> None:
    counts = Counts(20)
    expected: dict[str, Counter[int]] = {ANY: Counter()}
    slugs: list[str] = []
    for now in range(data.draw(st.integers(1, 12))):
        slugs = data.draw(
            st.lists(st.sampled_from(range(60)), max_size=50, unique=True).map(
                lambda chosen: [f"t{one}" for one in chosen]
            )
        )
        counts.set_terms(slugs)
        expected = {slug: expected.get(slug, Counter()) for slug in (ANY, *slugs)}
        increments = np.arange(len(slugs) + 1, dtype=np.int32)[:, None] + now
        counts.merge(slugs, np.array([START + now]), increments)
        for slug, many in zip((ANY, *slugs), increments[:, 0].tolist(), strict=True):
            expected[slug][now] += many
        counts.set_fed(START, START + now + 1)
        for slug in slugs:
            counts.set_since(slug, START)
        rows = counts.window(START, now + 1, 1, (ANY, *slugs)).rates / 60
        assert rows.round().astype(int).tolist() == [
            [expected[slug][second] for second in range(now + 1)] for slug in (ANY, *slugs)
        ]


def test_another_caption_does_not_copy_the_counts_of_all_terms() -> None:
    counts = Counts()
    hundreds = [f"t{n}" for n in range(300)]
    counts.set_terms(hundreds)
    counts.merge((), np.array([START]), np.ones((1, 1), np.int32))
    copied = []
    for typed in range(10):
        tracemalloc.start()
        counts.set_terms([*hundreds[5:], f"typed {typed}"])
        copied.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert max(copied) < counts.bytes / 50
