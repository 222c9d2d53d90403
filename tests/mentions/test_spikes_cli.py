"""``controlroom spikes``: counts alone, with the faults that feeds have, and scores of rows."""

import csv
import io
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from controlroom.cli.spikes import scores, spikes
from controlroom.errors import WrongInput

START = datetime(2013, 2, 4, 1, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
LEVELS = (0.5, 1, 5, 15, 70)

Counts = np.ndarray


def found(counts: Counts) -> list[float]:
    """Seconds from the start at which ``controlroom spikes`` finds something."""
    lines = ["time,count\n"]
    lines += [
        f"{START + timedelta(seconds=n):%Y-%m-%dT%H:%M:%SZ},{c}\n" for n, c in enumerate(counts)
    ]
    out = io.StringIO()
    spikes(lines, out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert all(float(row["score"]) > 1 for row in rows)
    return [(datetime.fromisoformat(row["time"]) - START).total_seconds() for row in rows]


def crowd(level: float, seconds: int = 1600) -> Counts:
    return np.random.default_rng(1).poisson(level, seconds)


def test_a_crowd_is_found_and_its_time_and_score_are_told() -> None:
    counts = np.full(400, 10)
    counts[300:] = 90
    (at,) = found(counts)
    assert 301 <= at <= 308


@pytest.mark.parametrize("level", LEVELS)
def test_a_feed_that_stops_for_thirty_seconds_is_no_news(level: float) -> None:
    counts = crowd(level)
    counts[1000:1030] = 0
    assert found(counts) == []


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("over", [1, 4])
def test_a_backlog_after_a_silence_is_no_news(level: float, over: int) -> None:
    counts = crowd(level)
    owed = counts[1000:1030].sum()
    counts[1000:1030] = 0
    for n in range(over):
        counts[1030 + n] += owed // over
    assert found(counts) == []


@pytest.mark.parametrize("level", LEVELS[1:])
def test_a_backlog_that_holds_more_than_the_silence_owes_is_news(level: float) -> None:
    counts = crowd(level)
    owed = counts[1000:1030].sum()
    counts[1000:1030] = 0
    counts[1030] += 4 * owed
    (at,) = found(counts)
    assert 1031 <= at <= 1045


@pytest.mark.parametrize("level", LEVELS[2:])
def test_what_began_while_the_feed_was_silent_is_found_after_it(level: float) -> None:
    counts = crowd(level)
    counts[1000:1120] = np.random.default_rng(2).poisson(3 * level, 120)
    counts[990:1010] = 0
    (at,) = found(counts)
    assert 1011 <= at <= 1035


def test_hours_of_silence_end_without_news() -> None:
    counts = crowd(15, 3 * 3600)
    counts[1000:8000] = 0
    assert found(counts) == []


def test_a_rise_to_a_ceiling_is_found_and_the_ceiling_is_no_news() -> None:
    chance = np.random.default_rng(3)
    ceiling = 50 + np.tile([0, 1, -1, 0, 2, -2], 200)[:1200]
    counts = np.concatenate([chance.poisson(12, 600), ceiling, chance.poisson(15, 40), ceiling])
    (at,) = found(counts)
    assert 600 < at <= 612


def test_what_comes_later_changes_nothing_even_after_a_silence() -> None:
    counts = crowd(15)
    owed = counts[1000:1030].sum()
    counts[1000:1030] = 0
    counts[1030] += 4 * owed
    counts[1400:] *= 5
    whole = found(counts)
    for cut in (1030, 1031, 1033, 1400, 1410):
        assert found(counts[:cut]) == [at for at in whole if at <= cut]


def per_row(values: Counts) -> list[float]:
    lines = ["timestamp,value\n"]
    start = datetime(2015, 2, 26, 21, 42, 53)  # noqa: DTZ001 - such files have local times
    lines += [f"{start + timedelta(minutes=5 * n)},{value}\n" for n, value in enumerate(values)]
    out = io.StringIO()
    scores(lines, out)
    rows = list(csv.reader(io.StringIO(out.getvalue())))
    assert rows[0] == ["timestamp", "score"]
    assert [row[0] for row in rows[1:]] == [line.split(",")[0] for line in lines[1:]]
    return [float(row[1]) for row in rows[1:]]


def days(number: int) -> Counts:
    """Five-minute counts with a day's cycle."""
    rows = np.arange(number * 288)
    rate = 40 + 30 * np.sin(rows * 2 * np.pi / 288)
    return np.random.default_rng(4).poisson(rate)


def test_each_row_has_a_score_and_what_stands_out_has_the_highest() -> None:
    values = days(8)
    values[1500:1506] = 900
    told = per_row(values)
    assert all(0 <= score <= 1 for score in told)
    assert int(np.argmax(told)) == 1500
    assert sorted(told)[-20] < 0.5 * told[1500]


def test_what_stands_out_every_day_is_news_but_once() -> None:
    values = days(14)
    values[6 * 288 :: 288] = 900
    told = per_row(values)
    first, later = told[6 * 288], told[8 * 288 :: 288]
    assert first > 0.6
    assert max(later) < 0.8 * first


def test_scores_of_rows_do_not_look_ahead() -> None:
    values = days(5)
    values[1200] = 900
    assert per_row(values)[:1250] == per_row(values[:1250])


@pytest.mark.parametrize(
    "line", ["yesterday,3", "2013-02-04T01:00:00Z,many", "2013-02-04T01:00:00Z,-1"]
)
def test_a_line_that_is_no_row_is_told_by_its_number(line: str) -> None:
    with pytest.raises(WrongInput, match="Line 2"):
        spikes(["time,count\n", line + "\n"], io.StringIO())


def kit(script: str, data: Path, *arguments: str, command: list[str]) -> dict[str, object]:
    """What a scorer of the kit prints as JSON about our command line."""
    ours = ["--", sys.executable, "-m", "main", "spikes", *command]
    run = subprocess.run(
        [sys.executable, str(SHARED / "bench" / script), str(data), "--json", *arguments, *ours],
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=120,
    )
    told: dict[str, object] = json.loads(run.stdout)
    return told


@pytest.mark.skipif(not (SHARED / "bench").exists(), reason="the bench kit is not here")
def test_the_goals_of_the_bench_kit_are_held_on_two_of_its_series() -> None:
    told = kit("score_spikes.py", SHARED / "data", "--only", "SOUARS,WALSUI", command=[])
    football = told["families"]["football"]  # type: ignore[index]
    assert football["hit"] == football["must"] == 4
    assert football["median_s"] <= 15
    assert football["other_per_h"] <= 0.5
