"""``python -m benchmarks [ROW...]``: measure, print a table, write build/bench.json."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.rows import ROWS, Row, measure_apart, measure_here, missed, run

BUILD = Path(__file__).parents[1] / "build"
WIDTHS = (12, 12, 9, 9, 14)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help="rows to measure; none: all")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        print(measure_here(asked.measure), flush=True)
        return 0
    names = {row.name for row in ROWS}
    if unknown := [name for name in asked.rows if name not in names]:
        parser.error(f"no row {', '.join(unknown)}; there are {', '.join(sorted(names))}")
    done = run([row for row in ROWS if not asked.rows or row.name in asked.rows], measure_apart)
    print(table(done))
    BUILD.mkdir(exist_ok=True)
    lines = [line for _, line in done]
    (BUILD / "bench.json").write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")
    return 0


def table(done: Sequence[tuple[Row, dict[str, Any]]]) -> str:
    """What was measured, for people."""
    lines = [_columns("row", "value", "baseline", "ratio", "missed", "hold")]
    for row, line in done:
        bound = f"{row.held} {'≤' if row.direction == 'max' else '≥'} {row.hold:g}"
        broken = {True: "MISSED", False: "", None: "?"}[missed(row, line)]
        figures = (line["value"], line["baseline"], line["ratio"])
        lines.append(_columns(f"{row.name} ({row.unit})", *map(_figure, figures), broken, bound))
    return "\n".join(lines)


def _figure(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:,.4g}" if figure < 1000 else f"{figure:,.0f}"


def _columns(name: str, *rest: str) -> str:
    placed = zip(rest, WIDTHS, strict=True)
    return f"{name:<44}" + "".join(f"{text:>{width}}" for text, width in placed)


if __name__ == "__main__":
    sys.exit(main())
