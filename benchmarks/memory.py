"""Row ``memory-12h``: what a busy night of twelve hours costs in memory, and that it stays so.

Twelve hours are played as fast as they can be counted: two sources, 200 terms, five matching posts
a second and, for half a minute of every twenty, six thousand; 3 % deletions. One process is the
collector's side (matching, ids, watches), this one the desk's (rings, roll-ups, samples, windows
drawn each minute); between them go real reports. The figure is both together at the end, the
baseline the same after six hours.
"""

import argparse
import gc
import multiprocessing
import os
import random
import resource
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.mentions_load import texts, watch_terms
from benchmarks.rows import Outcome
from controlroom.clock import MICROS, ManualClock
from controlroom.mentions.held import Held
from controlroom.mentions.intake import Intake
from controlroom.mentions.reporting import report_of
from controlroom.sources.mention import Deleted, Mention

HOURS = 12
HOUR_S = 3_600
START = 1_780_000_000
A_SECOND = 5
CROWD_EVERY_S = 1_200
CROWD_S = 30
CROWD = 1_200
REPORT_EVERY_S = 5
MEGABYTE = 1e6
LINES_OF_A_CHART = 8


def resident() -> float:
    """Memory of this process, MB."""
    gc.collect()
    if sys.platform.startswith("linux"):
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE
    # The most it ever was; bytes on macOS.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def collect(pipe: Connection, hours: int, a_second: int) -> None:
    """The collector's side: (report, None), and (None, MB) for each hour."""
    chance = random.Random(3)
    said = texts(4_000, 1.0)
    clock = ManualClock(START * MICROS)
    intake = Intake(watch_terms(), clock)
    number = 0
    for second in range(hours * HOUR_S):
        crowd = CROWD if second % CROWD_EVERY_S < CROWD_S else 1
        for turn in range(a_second * crowd):
            number += 1
            at_us = (START + second) * MICROS + turn * (MICROS // (a_second * crowd))
            source = ("jetstream", "mastodon")[number % 2]
            author = f"did:plc:{number % 50_000:024}"
            id_ = f"{author}/{number:013}"
            intake.mention(Mention(id_, at_us, said[number % len(said)], author, source))
            if chance.random() < 0.03:
                intake.deleted(Deleted(id_, source))
        clock.advance(1)
        if second % REPORT_EVERY_S == 0:
            pipe.send((report_of(intake), None))
        if second % HOUR_S == HOUR_S - 1:
            ids = len(intake.remembered)
            pipe.send((None, (resident(), ids, intake.remembered.bytes / max(1, ids))))
    pipe.send((None, None))


def play(hours: int, a_second: int) -> list[tuple[float, float, int, float]]:
    """After each hour: MB of the collector's side, MB of the desk's, ids kept and bytes an id."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    child = spawn.Process(target=collect, args=(theirs, hours, a_second), daemon=True)
    child.start()
    theirs.close()
    held = Held()
    slugs = [term.slug for term in watch_terms()]
    held.set_terms(slugs)
    hourly: list[tuple[float, float, int, float]] = []
    reports = 0
    while True:
        report, measured = ours.recv()
        if report is not None:
            held.add(report)
            reports += 1
            if reports % (60 // REPORT_EVERY_S) == 0:
                until_s = held.snapshot.fed_until_s or START
                held.window(until_s - 12 * HOUR_S, 12 * HOUR_S, 60, slugs[:LINES_OF_A_CHART])
        elif measured is not None:
            hourly.append((measured[0], resident(), measured[1], measured[2]))
        else:
            child.join()
            return hourly


def measure() -> Outcome:
    hourly = play(HOURS, A_SECOND)
    collector, desk, ids, each = hourly[-1]
    half = hourly[HOURS // 2 - 1]
    told = (
        f"collector {half[0]:.0f} → {collector:.0f} MB, desk {half[1]:.0f} → {desk:.0f} MB,"
        f" {ids:,} ids of {each:.0f} bytes"
    )
    return {"memory-12h": (collector + desk, half[0] + half[1])}, told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=int, default=HOURS)
    parser.add_argument("--a-second", type=int, default=A_SECOND)
    asked = parser.parse_args()
    for hour, (collector, desk, ids, each) in enumerate(play(asked.hours, asked.a_second), 1):
        print(f"{hour:3} h  {collector:6.1f} MB  {desk:6.1f} MB  {ids:10,} ids  {each:5.1f} bytes")


if __name__ == "__main__":
    main()
