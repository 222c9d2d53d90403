from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from controlroom.mentions.seen import Remembered, Where

SECOND = 1_780_000_000
IDS = st.integers(-(2**63), 2**63 - 1)


class AgainstDict(RuleBasedStateMachine):
    """As long as nothing is let go of, it knows what a dict would know."""

    def __init__(self) -> None:
        super().__init__()
        self.remembered = Remembered()
        self.known: dict[int, Where | None] = {}

    # Few different keys, some of them in the same slot of every table and the same mark.
    @rule(key=st.one_of(IDS, st.integers(-4, 3).map(lambda n: n << 61)), second=st.integers(0, 90))
    def add(self, key: int, second: int) -> None:
        where = Where(SECOND + second, second % 3, (0, second % 7))
        key = key or 1
        assert self.remembered.add(key, *where) is (key not in self.known)
        self.known.setdefault(key, where)

    @rule(key=st.integers(-4, 3).map(lambda n: n << 61))
    def remove(self, key: int) -> None:
        key = key or 1
        assert self.remembered.remove(key) == self.known.get(key)
        self.known[key] = None
        assert not self.remembered.add(key, SECOND, 0, (0,)), "what is deleted does not come back"

    def teardown(self) -> None:
        assert len(self.remembered) == len(self.known)
        for key, where in self.known.items():
            assert self.remembered.remove(key) == where


TestAgainstDict = AgainstDict.TestCase


def keys(first: int, number: int) -> Iterable[int]:
    """Spread over 64 bits, as hashes are."""
    return ((one * 0x9E3779B97F4A7C15) % 2**64 - 2**63 for one in range(first, first + number))


def test_it_keeps_fifteen_minutes_and_two_million_ids_and_not_much_more() -> None:
    # The same proportions, small: 900 s, 30,000 ids, at most 200,000.
    one = Remembered(seconds=900, ids=30_000, most=1_250_000)
    for minute in range(60):
        for key in keys(minute * 2_000, 2_000):
            assert one.add(key, SECOND + minute * 60, 0, (0, 1))
    assert not any(one.add(key, SECOND + 3_600, 0, (0,)) for key in keys(45 * 2_000, 15 * 2_000))
    assert 30_000 <= len(one) <= 170_000
    assert one.remove(next(iter(keys(118_000, 1)))) == Where(SECOND + 59 * 60, 0, (0, 1))


def test_a_flood_does_not_grow_the_memory_without_bound() -> None:
    one = Remembered(seconds=10**9, ids=10**9, most=1_200_000)
    for key in keys(0, 1_000_000):
        one.add(key, SECOND, 0, (0,))
    assert len(one) <= 1_200_000
    assert one.bytes / len(one) < 100


@given(st.lists(IDS, unique=True, max_size=50))
def test_a_deletion_of_what_never_came_keeps_it_out(ids: list[int]) -> None:
    one = Remembered()
    for key in ids:
        if key:
            assert one.remove(key) is None
            assert not one.add(key, SECOND, 0, (0,))
            assert one.remove(key) is None
