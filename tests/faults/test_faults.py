"""A short run of ``make faults`` with every run of the tests."""

import os
import re
import subprocess
import sys

import pytest

from tests.faults.races import Race, run_races

DELIVERIES = 12
RACES = 300
SEED = 2013


@pytest.mark.timeout(240)
def test_nothing_is_doubled_lost_or_untrue() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.faults"],
        env={**os.environ, "FAULTS_N": str(DELIVERIES), "FAULTS_SEED": str(SEED)},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    lines = ended.stdout.splitlines()
    assert lines[:1] == [f"seed: {SEED}"], ended.stderr
    last = re.fullmatch(r"faults: (\d+) deliveries, 0 duplicates, 0 losses, 0 untrue", lines[-1])
    assert last is not None, ended.stdout + ended.stderr
    assert int(last[1]) >= DELIVERIES
    killed = re.search(r"^(\d+) programs killed at", ended.stdout, re.MULTILINE)
    assert killed is not None
    assert int(killed[1]) > 0
    assert ended.returncode == 0


@pytest.mark.timeout(240)
def test_hold_wins_every_race() -> None:
    raced = run_races(RACES, SEED)
    assert raced.lost == ()
    assert raced.total.doubled == 0
    # Both sides win some, or it would be no race.
    assert raced.total.before > RACES
    assert raced.total.beaten > RACES // 10


def test_a_race_is_the_same_every_time() -> None:
    assert Race(SEED).run() == Race(SEED).run()
