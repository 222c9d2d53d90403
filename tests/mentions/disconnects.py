"""A night over bad lines, counted by the program and by hand.

    python -m tests.mentions.disconnects                 a million lines, 200 faults
    python -m tests.mentions.disconnects 60000 30        fewer

Two servers, one that resumes by number and one by time, send posts and deletions that come out of
order (up to two seconds), some of them twice, some deletions before their posts. Then every second,
minute and total is compared with the truth.
"""

import json
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from controlroom.clock import MICROS, wall_micros
from controlroom.event.watch import WatchTerm
from controlroom.mentions.collector import Collector
from controlroom.mentions.counts import ANY
from controlroom.sources.base import SourceSpec
from tests.support.dropping_feed import DroppingFeed

TERMS = (
    WatchTerm("power", "Power", "event", ("power", "lights out")),
    WatchTerm("oreo", "Oreo", "brand", ("oreo",)),
    WatchTerm("dunk", "#dunk", "context", ("#dunk",)),
)
TEXTS = (
    ("the power is gone", ("power",)),
    ("Lights out, have an OREO", ("power", "oreo")),
    ("oreos are not it", ()),
    ("what a game", ()),
    ("try a #dunk", ("dunk",)),
    ("an oreo, please #dunk", ("oreo", "dunk")),
    ("overpowering", ()),
)
A_SECOND = 800
DISORDER_US = 2 * MICROS
GIVE_UP_S = 1_200.0


@dataclass
class Truth:
    """What should be counted, by (source, term, second)."""

    counts: Counter[tuple[str, str, int]] = field(default_factory=Counter)

    def add(self, source: str, terms: tuple[str, ...], second: int) -> None:
        """One standing post."""
        counted = (*terms, *((ANY,) if set(terms) - {"dunk"} else ()))
        self.counts.update((source, term, second) for term in counted)

    def of(self, term: str, start_s: int, seconds: int, source: str = "") -> list[int]:
        """Mentions in each second."""
        sums: Counter[int] = Counter()
        for (name, slug, second), count in self.counts.items():
            if slug == term and source in ("", name):
                sums[second] += count
        return [sums[start_s + second] for second in range(seconds)]


def _line(number: int, author: str, time_us: int, operation: str, text: str) -> bytes:
    record = {"record": {"$type": "app.bsky.feed.post", "text": text}} if text else {}
    commit = {
        "rev": f"{number}{operation}",
        "operation": operation,
        "collection": "app.bsky.feed.post",
        "rkey": f"r{number:07}",
        **record,
    }
    event = {"did": author, "time_us": time_us, "kind": "commit", "commit": commit}
    return json.dumps(event, separators=(",", ":")).encode()


def night(
    source: str, lines: int, start_us: int, truth: Truth, seed: int
) -> tuple[list[bytes], list[int]]:
    """Lines in the order in which they arrive, and their times."""
    chance = random.Random(seed)
    arrivals: list[tuple[int, int, bytes]] = []
    number = 0
    while len(arrivals) < lines:
        number += 1
        happened_us = start_us + number * MICROS // A_SECOND
        text, terms = chance.choice(TEXTS)
        author = f"did:plc:{source}{number % 997}"
        came_us = happened_us + chance.randrange(DISORDER_US)
        post = _line(number, author, happened_us, "create", text)
        arrivals.append((came_us, happened_us, post))
        if chance.random() < 0.03:
            arrivals.append((came_us + chance.randrange(60 * MICROS), happened_us, post))
        if chance.random() < 0.05:
            deleted_us = happened_us + chance.randrange(30 * MICROS)
            gone = _line(number, author, deleted_us, "delete", "")
            # The order of arrival is not that of happening: this may be before the post itself.
            arrivals.append((deleted_us + chance.randrange(DISORDER_US), deleted_us, gone))
        else:
            truth.add(source, terms, happened_us // MICROS)
    arrivals.sort(key=lambda one: one[0])
    return [line for _, _, line in arrivals], [time_us for _, time_us, _ in arrivals]


def differences(lines: int, faults: int, seed: int = 5) -> list[str]:
    """What was counted otherwise than it should have been; what was done goes to stderr."""
    seconds = lines // 2 // A_SECOND + 40
    start_s = wall_micros() // MICROS - seconds - 120
    truth = Truth()
    feeds = [
        (name, *night(name, lines // 2, start_s * MICROS, truth, seed + number))
        for number, name in enumerate(("by-number", "by-time"))
    ]
    expected = {
        slug: sum(count for (_, term, _), count in truth.counts.items() if term == slug)
        for slug in (ANY, "power", "oreo", "dunk")
    }
    collector = Collector(pull_every_s=0.05)
    began = time.monotonic()
    with (
        DroppingFeed(feeds[0][1], feeds[0][2], faults=faults // 2, seed=seed) as first,
        DroppingFeed(
            feeds[1][1], feeds[1][2], faults=faults - faults // 2, sequenced=False, seed=seed + 1
        ) as second,
    ):
        specs = [
            SourceSpec("jetstream", {"endpoint": feed.url, "name": name})
            for feed, (name, _, _) in zip((first, second), feeds, strict=True)
        ]
        collector.start(specs, TERMS)
        try:
            while time.monotonic() - began < GIVE_UP_S:
                done = first.done + second.done == faults
                if done and collector.snapshot().totals == expected:
                    break
                time.sleep(0.05)
            # Nothing more may come: a repeat counted late would show here.
            time.sleep(0.5)
            told = first.done + second.done, first.connections + second.connections
        finally:
            collector.stop()
    print(
        f"{sum(len(one[1]) for one in feeds)} lines, {told[0]} faults, {told[1]} connections,"
        f" {time.monotonic() - began:.1f} s",
        file=sys.stderr,
    )
    return _compared(collector, truth, start_s, seconds, expected) + (
        [] if told[0] == faults else [f"only {told[0]} faults were made"]
    )


def _compared(
    collector: Collector, truth: Truth, start_s: int, seconds: int, expected: dict[str, int]
) -> list[str]:
    """Totals, then every second of all, then every minute of each source."""
    shot = collector.snapshot()
    wrong = [
        f"total of {slug}: {shot.totals.get(slug)} instead of {count}"
        for slug, count in expected.items()
        if shot.totals.get(slug) != count
    ]
    known_until = shot.fed_until_s or 0
    for slug in expected:
        row = collector.window(start_s, seconds, 1, (slug,)).of(slug)
        for at, (rate, count) in enumerate(zip(row, truth.of(slug, start_s, seconds), strict=True)):
            if start_s + at < known_until and round(float(np.nan_to_num(rate)) / 60) != count:
                wrong.append(f"{slug} in second {at}: {rate / 60} instead of {count}")
        for source in ("by-number", "by-time"):
            first = start_s - start_s % 60
            minutes = (known_until - first) // 60
            window = collector.window(first, minutes * 60, 60, (slug,), source=source)
            counts = truth.of(slug, first, minutes * 60, source)
            for at in range(minutes):
                count = sum(counts[at * 60 : at * 60 + 60])
                if round(float(np.nan_to_num(window.of(slug)[at]))) != count:
                    rate = window.of(slug)[at]
                    wrong.append(f"{slug} of {source} in minute {at}: {rate} instead of {count}")
    return wrong


def main() -> None:
    """Print what is wrong, if anything; exit with 1 then."""
    lines, faults = (int(one) for one in (sys.argv[1:3] or ("1000000", "200")))
    wrong = differences(lines, faults)
    print("\n".join(wrong[:20]) or "every count is right")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
