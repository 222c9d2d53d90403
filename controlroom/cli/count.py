"""``controlroom count``: the same numbers as the chart's, without a window.

``add(commands)`` adds it to what can be typed; like the other commands it sets ``run``.
"""

import argparse
import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

from controlroom.cli.pipes import read, standard_input, writing
from controlroom.messages import english, message

ABOUT = """\
Read mentions from standard input, one a line, and print how many there were of each term in each
second: time,term,count as CSV, a row for each second and term that has any, times in UTC. A mention
counts once for each term that matches it; the same id is one mention, wherever it comes again.
Lines that cannot be read are counted on standard error.
"""
EXAMPLES = """\
the file of terms, one a line:
  // what we watch tonight
  super bowl
  #SuperBowl

lines (JSON): {"id": "1", "time": "2013-02-04T01:37:30Z", "text": "Who turned the lights off?"}
jetstream: what a Jetstream server sends; posts count in the second of their time_us

examples:
  controlroom count --terms terms.txt < lines.jsonl > counts.csv
  zstdcat day.jsonl.zst | controlroom count --terms terms.txt --format jetstream > counts.csv
"""
FORMATS = ("lines", "jetstream")
TOGETHER = 1 << 16
"""Bytes written at once."""


def add(commands: Any) -> None:
    """Add ``count`` to what can be typed."""
    parser = commands.add_parser(
        "count",
        help="count mentions of terms in lines of a file",
        description=ABOUT,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--terms", required=True, metavar="FILE", help="the terms, one a line")
    parser.add_argument(
        "--format", choices=FORMATS, default="lines", help="how the input is written"
    )
    parser.set_defaults(run=_count)


def count(terms: Path, form: str, lines: BinaryIO, out: BinaryIO) -> int:
    """Count ``lines`` of the format ``form`` and write the table to ``out``; how many were bad.

    Raises ``WrongInput`` where the file of terms or the lines cannot be read.
    """
    from controlroom.mentions.line_counts import FORMATS as READERS
    from controlroom.mentions.line_counts import LineCounts, csv_lines, lines_of, read_terms

    counts = LineCounts(read_terms(terms), READERS[form])
    counts.take(read(lines_of(lines)))
    _write(csv_lines(counts.rows()), out)
    return counts.bad


def _write(table: Iterable[bytes], out: BinaryIO) -> None:
    together: list[bytes] = []
    size = 0
    for line in table:
        together.append(line)
        size += len(line)
        if size >= TOGETHER:
            out.write(b"".join(together))
            together, size = [], 0
    out.write(b"".join(together))
    out.flush()


def _count(given: Namespace) -> int:
    bad = 0
    lines = standard_input().buffer
    with writing() as out:
        bad = count(Path(given.terms), given.format, lines, out.buffer)
    if bad:
        said = message("count.bad_line") if bad == 1 else message("count.bad_lines", number=bad)
        sys.stderr.write(f"controlroom: {english(said)}\n")
    return 0
