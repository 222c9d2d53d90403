"""Ten thousand deliveries through every fault: none doubled, none lost, no state untrue."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.faults.fault_night import NETWORKS, killed, play, race
from tests.hygiene.records import Expect


@contextmanager
def _only(level: int) -> Iterator[None]:
    """Log nothing below ``level`` of posting: ten thousand faults are a lot to write."""
    logger = logging.getLogger("controlroom.posting")
    before = logger.level
    logger.setLevel(level)
    try:
        yield
    finally:
        logger.setLevel(before)


@pytest.fixture
def _adapters_may_trip(expected_logs: Expect) -> Iterator[None]:
    """Some of the faults are defects of an adapter, and those are logged."""
    expected_logs("unexpected|the look-up failed|retract failed")
    with _only(logging.ERROR):
        yield


@pytest.mark.timeout(3_600)
@pytest.mark.usefixtures("_adapters_may_trip")
def test_deliveries(many: int, summary: Callable[[str], None]) -> None:
    nights = -(-many // len(NETWORKS))
    tolls = {seed: play(seed) for seed in range(nights)}
    bad = {seed: toll for seed, toll in tolls.items() if not toll.nothing}
    summary(
        f"{nights * len(NETWORKS)} fault-injected deliveries: "
        f"{sum(len(toll.doubled) for toll in bad.values())} duplicates, "
        f"{sum(len(toll.lost) for toll in bad.values())} losses, "
        f"{sum(len(toll.untrue) for toll in bad.values())} untrue states"
    )
    assert bad == {}


@pytest.mark.timeout(3_600)
def test_programs_that_end_at_any_step(many: int, summary: Callable[[str], None]) -> None:
    count = many // 3
    with _only(logging.CRITICAL):
        bad = {seed: toll for seed in range(count) if not (toll := killed(seed)).nothing}
    summary(f"{count} programs ended at some step: {len(bad)} outboxes untrue")
    assert bad == {}


@pytest.mark.timeout(3_600)
def test_races_for_hold(many: int, summary: Callable[[str], None]) -> None:
    counts = [race(seed) for seed in range(many)]
    after = sum(late for _, late in counts)
    won = sum(before == 0 for before, _ in counts)
    summary(
        f"{many} races for HOLD: {after} public requests after it was acknowledged "
        f"(it was first in {won})"
    )
    assert [seed for seed, (_, late) in enumerate(counts) if late] == []
    # Both sides win some, or it would be no race.
    assert many * 0.1 < won < many * 0.95
