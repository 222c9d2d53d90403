import numpy as np
import pytest

from controlroom.mentions.spikes import REFRACTORY_S, Rise, SpikeWatch
from controlroom.mentions.spikes_cli import alarms

START = 1_359_934_000


def look(watch: SpikeWatch, seconds: np.ndarray, start: int = START) -> list[Rise]:
    rises = (watch.look(start + i, counts) for i, counts in enumerate(seconds))
    return [rise for rise in rises if rise is not None]


def crowd(*levels: tuple[int, float], seed: int = 1) -> np.ndarray:
    """Poisson counts of one column: (seconds, mentions a second) after one another."""
    chance = np.random.default_rng(seed)
    return np.concatenate([chance.poisson(level, (n, 1)) for n, level in levels])


@pytest.mark.parametrize("level", [0.5, 5, 50, 2000])
def test_a_crowd_that_triples_is_found_within_seconds(level: float) -> None:
    rises = look(SpikeWatch(), crowd((300, level), (60, 4 * level)))
    assert len(rises) == 1
    assert 0 < rises[0].at_s - (START + 300) <= (12 if level > 1 else 30)
    assert rises[0].ratio > 1.5


def test_the_greater_the_rise_the_sooner() -> None:
    delays = [
        look(SpikeWatch(), crowd((300, 20), (120, 20 * times)))[0].at_s - START - 300
        for times in (1.8, 3, 10)
    ]
    assert delays == sorted(delays, reverse=True)
    assert delays[-1] <= 3


@pytest.mark.parametrize("level", [0.3, 3, 30, 3000])
def test_hours_of_chance_alone_raise_nothing(level: float) -> None:
    assert look(SpikeWatch(), crowd((4 * 3600, level))) == []


def test_a_slow_evening_rise_is_no_spike() -> None:
    chance = np.random.default_rng(2)
    rising = chance.poisson(np.linspace(10, 100, 2 * 3600))[:, None]
    assert look(SpikeWatch(), rising) == []


def test_one_rise_is_told_once_and_the_next_one_again() -> None:
    rises = look(SpikeWatch(), crowd((300, 20), (60, 100), (400, 20), (60, 100)))
    assert len(rises) == 2
    assert rises[1].at_s - rises[0].at_s > REFRACTORY_S


def test_what_comes_later_changes_nothing() -> None:
    whole = crowd((300, 20), (60, 100), (300, 30))
    found = look(SpikeWatch(), whole)
    cut = found[0].at_s - START
    assert look(SpikeWatch(), whole[:cut]) == found[:1]


def test_a_small_term_is_found_under_a_big_crowd_and_named() -> None:
    chance = np.random.default_rng(3)
    everyone = chance.poisson(500, 400)
    brand = np.concatenate([chance.poisson(1, 300), chance.poisson(15, 100)])
    quiet = chance.poisson(1, 400)
    rises = look(SpikeWatch(3), np.stack([everyone + brand, brand, quiet], axis=1))
    assert [rise.columns for rise in rises] == [(1,)]


def test_the_terms_that_rose_are_named_strongest_first() -> None:
    chance = np.random.default_rng(4)
    power = np.concatenate([chance.poisson(1, 300), chance.poisson(60, 30)])
    lights = np.concatenate([chance.poisson(5, 300), chance.poisson(20, 30)])
    game = chance.poisson(20, 330)
    rises = look(SpikeWatch(4), np.stack([power + lights + game, game, lights, power], axis=1))
    assert rises[0].columns[0] == 3
    assert 1 not in rises[0].columns


def test_a_term_added_on_the_way_is_quiet_until_it_has_a_past() -> None:
    watch = SpikeWatch()
    assert look(watch, crowd((300, 20))) == []
    watch.widen(2)
    both = np.repeat(crowd((300, 20), seed=5), 2, axis=1)
    assert look(watch, both, START + 300) == []


def test_the_command_line_reads_and_writes_the_bench_format() -> None:
    rows = [
        {"time": f"2013-02-04T01:{i // 60:02}:{i % 60:02}Z", "count": "10" if i < 300 else "90"}
        for i in range(400)
    ]
    ((time, ratio),) = alarms(rows)
    assert "2013-02-04T01:05:01Z" <= time <= "2013-02-04T01:05:06Z"
    assert ratio > 2
