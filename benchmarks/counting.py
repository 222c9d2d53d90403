"""Row ``mentions-per-core``: from a line of the wire to its counts, on one core.

Ours: the source's own reading, matching 200 terms, remembering the id, counting and watching, the
socket left out. Beside it the same with json, one regular expression, a set of ids and a Counter,
and msgspec's bare decoding of the same lines, which is what there is to gain. They take turns, so
that a noisy neighbour meets all three. The lines are stamped as those of a stream of 100,000 a
second: some of the work is done once a second, however many come.
"""

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import count

import msgspec

from benchmarks.mentions_load import TEMPLATES, events, numbered, watch_terms
from benchmarks.rows import Outcome
from controlroom.clock import MICROS, SystemClock, wall_micros
from controlroom.mentions.intake import Intake
from controlroom.sources.jetstream import Jetstream
from controlroom.sources.jetstream_wire import Event
from controlroom.sources.mention import Mention

ROUNDS = 7
LINES = 40_000
SLOW_LINES = 4_000
A_SECOND = 100_000

Take = Callable[[bytes], object]


def ours() -> Take:
    """The program's own path from a line to its counts."""
    clock = SystemClock()
    hear = Jetstream({}, clock)._heard
    mention = Intake(watch_terms(), clock).mention

    def take(line: bytes) -> None:
        arrival = hear(line)
        if type(arrival) is Mention:
            mention(arrival)

    return take


def json_and_re() -> Take:
    """The same with the standard library."""
    owner = {phrase.lower(): term.slug for term in watch_terms() for phrase in term.phrases}
    longest_first = sorted(owner, key=len, reverse=True)
    either = "|".join(re.escape(phrase) for phrase in longest_first)
    find = re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE).findall
    seen: set[tuple[str, str]] = set()
    counts: Counter[tuple[str, int]] = Counter()

    def take(line: bytes) -> None:
        event = json.loads(line)
        commit = event.get("commit")
        if commit and commit["operation"] == "create" and "text" in commit["record"]:
            found = {owner[phrase.lower()] for phrase in find(commit["record"]["text"])}
            key = event["did"], commit["rkey"]
            if found and key not in seen:
                seen.add(key)
                second = event["time_us"] // MICROS
                counts.update((slug, second) for slug in ("any", *found))

    return take


def bare() -> Take:
    """Decoding alone."""
    return msgspec.json.Decoder(Event).decode


def per_second(take: Take, lines: Sequence[bytes]) -> float:
    """Lines a second of this core's time."""
    began = time.process_time()
    for line in lines:
        take(line)
    return len(lines) / (time.process_time() - began)


def measure() -> Outcome:
    stamps = count(wall_micros() - 3_600 * MICROS, MICROS // A_SECOND)
    stream = numbered(events(TEMPLATES), stamp=lambda: next(stamps))
    take, plain, decode = ours(), json_and_re(), bare()
    rates: list[tuple[float, float, float]] = []
    for _ in range(ROUNDS):
        lines = [next(stream) for _ in range(LINES)]
        slow = lines[:SLOW_LINES]
        rates.append((per_second(take, lines), per_second(plain, slow), per_second(decode, lines)))
    mine, theirs, decoded = (sorted(column)[ROUNDS // 2] for column in zip(*rates, strict=True))
    told = (
        f"bare decode {decoded:,.0f}/s; counting costs {1e6 / mine - 1e6 / decoded:.1f} µs a line"
    )
    return {"mentions-per-core": (mine, theirs)}, told


if __name__ == "__main__":
    print(measure())
