"""``controlroom spikes``: counts in, spikes out, as comma-separated lines.

``add(commands)`` adds it to what can be typed; like the other commands it sets ``run``.
"""

import argparse
from argparse import Namespace
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, TextIO

from controlroom.cli.pipes import read, standard_input, writing
from controlroom.errors import WrongInput
from controlroom.messages import message

ABOUT = """\
Read counts from standard input and print the spikes in them, each as soon as it is certain.

Counts are lines time,count under a header: one line a second, in order and without gaps, the time
as 2021-06-11T18:44:55Z. Printed is time,score under a header: a line for each spike, the time at
which it was certain, and how many times the usual rate it was then.

With --per-row the counts are lines timestamp,value, one every five minutes, the time as
2015-02-26 21:42:53. Printed is timestamp,score: a line for each line read, the score from 0 to 1.
"""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def add(commands: Any) -> None:
    """Add ``spikes`` to what can be typed."""
    parser = commands.add_parser(
        "spikes",
        help="find spikes in counts",
        description=ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--per-row", action="store_true", help="a score for each row")
    parser.set_defaults(run=_spikes)


def spikes(lines: Iterable[str], out: TextIO) -> None:
    """Write a line ``time,score`` for each spike in ``lines`` of ``time,count``, at once.

    Raises ``WrongInput`` for a line that is none.
    """
    # Only here, so that the command line starts without numpy.
    from controlroom.mentions.spikes_alone import CountsAlone

    watch = CountsAlone()
    out.write("time,score\n")
    for number, time, text in _rows(lines):
        rise = watch.look(_second(time, number), int(_value(text, number)))
        if rise is not None:
            stamp = EPOCH + timedelta(seconds=rise.at_s)
            out.write(f"{stamp:%Y-%m-%dT%H:%M:%SZ},{rise.ratio:.2f}\n")
            out.flush()


def scores(lines: Iterable[str], out: TextIO) -> None:
    """Write a line ``timestamp,score`` for each of ``lines`` of ``timestamp,value``.

    Raises ``WrongInput`` for a line that is none.
    """
    from controlroom.mentions.spikes_rows import RowWatch

    watch = RowWatch()
    out.write("timestamp,score\n")
    for number, time, text in _rows(lines):
        _moment(time, number)
        score = watch.look(_value(text, number))
        out.write(f"{time},{score:.6f}\n")


def _rows(lines: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """The number of each line under the header, its time and its count."""
    for number, line in enumerate(lines, 1):
        time, _, count = line.strip().partition(",")
        if number > 1 and time:
            yield number, time, count


def _moment(text: str, number: int) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise _wrong(number) from None
    return read if read.tzinfo is not None else read.replace(tzinfo=UTC)


def _second(text: str, number: int) -> int:
    return int((_moment(text, number) - EPOCH).total_seconds())


def _value(text: str, number: int) -> float:
    try:
        value = float(text)
    except ValueError:
        raise _wrong(number) from None
    if not 0 <= value < float("inf"):
        raise _wrong(number)
    return value


def _wrong(number: int) -> WrongInput:
    return WrongInput(message("spikes.no_row", number=number), message("spikes.no_row.do"))


def _spikes(given: Namespace) -> int:
    lines = read(standard_input())
    with writing() as out:
        (scores if given.per_row else spikes)(lines, out)
    return 0
