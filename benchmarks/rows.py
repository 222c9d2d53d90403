"""The rows of ``make bench``: their names, what they must keep, and where their figures come from.

Each measurement runs in a process of its own, so that one that fails, hangs or leaves threads
behind costs its own rows and nothing else.
"""

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal, TypeAlias

# row name → (value, baseline); None where it cannot be measured here.
Figures: TypeAlias = Mapping[str, tuple[float | None, float | None]]
Outcome: TypeAlias = tuple[Figures, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. ``hold`` bounds ``held``: "max", it may be at most that much."""

    name: str
    unit: str
    hold: float
    direction: Literal["min", "max"]
    held: Literal["value", "ratio"]
    measured_by: str


ROWS = (
    Row("take-to-first-byte", "ms", 20, "max", "value", "night"),
    Row("time-to-accepted", "ms", 1.3, "max", "ratio", "time_to_accepted"),
    Row("atproto-from-cold", "ms", 8, "min", "ratio", "time_to_accepted"),
    Row("atproto-signed-in", "ms", 5, "min", "ratio", "time_to_accepted"),
    Row("media-bytes-after-take", "bytes", 0, "max", "value", "time_to_accepted"),
    Row("mastodon-py", "ms", 0, "min", "ratio", "other_clients"),
    Row("tweepy", "ms", 0, "min", "ratio", "other_clients"),
    Row("frame-p99-at-20k", "ms", 33, "max", "value", "night"),
    Row("stalls-over-100ms-at-20k", "count", 0, "max", "value", "night"),
    Row("mentions-per-core", "mentions/s", 15, "min", "ratio", "counting"),
    Row("frame-p99-at-100k", "ms", 33, "max", "value", "flood"),
    Row("memory-12h", "MB", 400, "max", "value", "memory"),
    Row("redraw-12h", "ms", 16, "max", "value", "chart"),
    Row("first-window", "ms", 1.5, "max", "ratio", "first_window"),
    Row("library-100k-search", "ms", 30, "max", "value", "library"),
    Row("go-poll", "ms", 5, "max", "value", "go_poll"),
    Row("kill-to-take", "s", 10, "max", "value", "kill_to_take"),
)
# Seconds after which a measurement is given up. All together take about four minutes here.
LONGEST_S = {
    "night": 150,
    "time_to_accepted": 150,
    "other_clients": 150,
    "counting": 60,
    "flood": 90,
    "memory": 300,
    "chart": 60,
    "first_window": 60,
    "library": 90,
    "go_poll": 60,
    "kill_to_take": 180,
}


def measured(row: Row, figures: Figures) -> dict[str, Any]:
    """The row as it goes into the JSON file."""
    value, baseline = figures.get(row.name, (None, None))
    if value is None:
        baseline = None
    ratio = value / baseline if value is not None and baseline else None
    return {
        "name": row.name,
        "value": _short(value),
        "unit": row.unit,
        "baseline": _short(baseline),
        "ratio": _short(ratio),
        "hold": row.hold,
        "direction": row.direction,
    }


def missed(row: Row, line: Mapping[str, Any]) -> bool | None:
    """Whether a row as ``measured`` gives it breaks its hold; None when that is not known."""
    figure = line[row.held]
    if figure is None:
        return None
    return bool(figure > row.hold if row.direction == "max" else figure < row.hold)


def run(rows: Iterable[Row], measure: Callable[[str], Outcome]) -> list[tuple[Row, dict[str, Any]]]:
    """Every row with its figures; each measurement once, however many rows it gives."""
    rows = tuple(rows)
    figures: dict[str, tuple[float | None, float | None]] = {}
    for name in dict.fromkeys(row.measured_by for row in rows):
        found, why = measure(name)
        figures |= found
        if why:
            print(f"{name}: {why}", flush=True)
    return [(row, measured(row, figures)) for row in rows]


def measure_apart(name: str) -> Outcome:
    """Measure in a process of its own: the figures, and why there are none."""
    print(f"{name} …", file=sys.stderr, flush=True)
    asked = [sys.executable, "-m", "benchmarks", "--measure", name]
    surroundings = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYQTGRAPH_QT_LIB": "PySide6",
    }
    try:
        done = subprocess.run(
            asked,
            capture_output=True,
            text=True,
            env=surroundings,
            timeout=LONGEST_S[name],
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {}, f"not done after {LONGEST_S[name]} s"
    if done.returncode:
        said = done.stderr.strip().splitlines()
        return {}, said[-1] if said else f"ended with {done.returncode}"
    told = json.loads(done.stdout.splitlines()[-1])
    return {row: tuple(pair) for row, pair in told["figures"].items()}, told["why"]


def measure_here(name: str) -> str:
    """Measure in this process: one line of JSON, or whatever it raises."""
    figures, why = import_module(f"benchmarks.{name}").measure()
    return json.dumps({"figures": figures, "why": why})


def _short(figure: float | None) -> float | None:
    if figure is None or not math.isfinite(figure):
        return None
    return float(f"{figure:.4g}") if abs(figure) < 1000 else float(round(figure))
