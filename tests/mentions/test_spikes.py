"""What the spike watch finds and what it leaves alone, on crowds made up by chance."""

from collections.abc import Iterable

import numpy as np
import pytest

from controlroom.mentions.spikes import REFRACTORY_S, Rise, SpikeWatch

START = 1_359_934_000
HOUR = 3600


def look(watch: SpikeWatch, seconds: np.ndarray, start: int = START) -> list[Rise]:
    rises = (watch.look(start + i, counts) for i, counts in enumerate(seconds))
    return [rise for rise in rises if rise is not None]


def crowd(*levels: tuple[int, float], seed: int = 1) -> np.ndarray:
    """Poisson counts of one column: (seconds, mentions a second) after one another."""
    chance = np.random.default_rng(seed)
    return np.concatenate([chance.poisson(level, (n, 1)) for n, level in levels])


def delays(rises: Iterable[Rise], after_s: int) -> list[int]:
    return [rise.at_s - START - after_s for rise in rises]


@pytest.mark.parametrize("level", [1 / 3, 5, 73, 2000])
def test_a_crowd_that_grows_fourfold_is_found_within_seconds(level: float) -> None:
    rises = look(SpikeWatch(), crowd((300, level), (60, 4 * level)))
    assert len(rises) == 1
    assert 0 < delays(rises, 300)[0] <= (10 if level > 1 else 30)
    assert rises[0].ratio > 1.5


def test_the_greater_the_rise_the_sooner() -> None:
    found = [
        delays(look(SpikeWatch(), crowd((300, 20), (120, 20 * times))), 300)[0]
        for times in (1.8, 3, 10)
    ]
    assert found == sorted(found, reverse=True)
    assert found[-1] <= 7


@pytest.mark.parametrize("level", [0.3, 3, 30, 3000])
def test_hours_of_chance_alone_raise_nothing(level: float) -> None:
    assert look(SpikeWatch(), crowd((4 * HOUR, level))) == []


def test_a_slow_evening_rise_is_no_spike() -> None:
    chance = np.random.default_rng(2)
    rising = chance.poisson(np.linspace(10, 100, 2 * HOUR))[:, None]
    assert look(SpikeWatch(), rising) == []


def test_days_and_nights_are_no_spikes_but_a_statement_at_night_is() -> None:
    chance = np.random.default_rng(6)
    seconds = np.arange(4 * HOUR)  # days of two hours: steeper than any real ones
    rate = 3.0 + 2.5 * np.sin(seconds * 2 * np.pi / (2 * HOUR))
    at = 7 * HOUR // 2  # in the second night, at a tenth of the day's rate
    rate[at : at + 600] *= 6
    rises = look(SpikeWatch(), chance.poisson(rate)[:, None])
    assert len(rises) == 1
    assert 0 < delays(rises, at)[0] <= 60


def test_one_rise_is_told_once_and_the_next_one_again() -> None:
    rises = look(SpikeWatch(), crowd((300, 20), (60, 100), (400, 20), (60, 100)))
    assert len(rises) == 2
    assert rises[1].at_s - rises[0].at_s > REFRACTORY_S


def test_a_crowd_that_stays_is_told_once() -> None:
    assert len(look(SpikeWatch(), crowd((300, 20), (1200, 80)))) == 1


def test_a_burst_of_robots_is_none_of_the_crowds() -> None:
    counts = crowd((600, 4))
    counts[400] += 30
    counts[500:504] += 12
    assert look(SpikeWatch(), counts) == []


def test_what_comes_later_changes_nothing() -> None:
    whole = crowd((300, 20), (60, 100), (300, 30))
    found = look(SpikeWatch(), whole)
    cut = found[0].at_s - START
    assert delays(look(SpikeWatch(), whole[:cut]), 0) == delays(found[:1], 0)


def test_a_gap_is_unknown_and_no_zero() -> None:
    watch = SpikeWatch()
    before, after = crowd((400, 20)), crowd((400, 20), seed=3)
    assert look(watch, before) == []
    watch.skip(START + 430)
    assert look(watch, after, START + 430) == []


def test_what_began_in_a_gap_is_found_after_it() -> None:
    watch = SpikeWatch()
    assert look(watch, crowd((400, 20))) == []
    watch.skip(START + 430)
    rises = look(watch, crowd((60, 80)), START + 430)
    assert 0 < delays(rises, 430)[0] <= 12


def test_after_a_long_gap_the_usual_is_learnt_anew() -> None:
    watch = SpikeWatch()
    assert look(watch, crowd((400, 20))) == []
    # Nobody counted for an hour: that there is more now is no news of this second.
    assert look(watch, crowd((300, 80)), START + 400 + HOUR) == []


def floored(watch: SpikeWatch, counts: np.ndarray, ceiling: int) -> list[Rise]:
    rises = (
        watch.look(START + i, np.minimum(each, ceiling), floor=bool(each[0] >= ceiling))
        for i, each in enumerate(counts)
    )
    return [rise for rise in rises if rise is not None]


def test_a_rise_to_the_ceiling_is_found_and_staying_there_is_no_news() -> None:
    rises = floored(SpikeWatch(), crowd((400, 15), (1200, 90)), 50)
    assert len(rises) == 1
    assert 0 < delays(rises, 400)[0] <= 12


def test_a_drop_out_of_the_ceiling_and_back_to_it_is_no_spike() -> None:
    counts = crowd((400, 15), (600, 90), (30, 20), (300, 90))
    assert len(floored(SpikeWatch(), counts, 50)) == 1


def test_a_small_term_is_found_under_a_big_crowd_and_named() -> None:
    chance = np.random.default_rng(3)
    everyone = chance.poisson(500, 400)
    brand = np.concatenate([chance.poisson(1, 300), chance.poisson(15, 100)])
    quiet = chance.poisson(1, 400)
    rises = look(SpikeWatch(3), np.stack([everyone + brand, brand, quiet], axis=1))
    assert [(rise.columns, rise.lead) for rise in rises] == [((1,), 1)]


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


def test_one_term_of_hundreds_is_found_and_named() -> None:
    chance = np.random.default_rng(9)
    seconds = chance.poisson(2.0, (400, 400))
    seconds[350:, 77] += chance.poisson(60.0, 50)
    rises = look(SpikeWatch(400), seconds)
    assert [rise.columns for rise in rises] == [(77,)]
