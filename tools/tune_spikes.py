"""What each constant of the spike watch is worth: changed by a quarter, and one stream left out.

    nice python tools/tune_spikes.py KIT DATA          counts a second
    nice python tools/tune_spikes.py KIT DATA --rows   counts every five minutes

KIT is the folder of the bench kit (its scorers are used as they are), DATA its data. It prints the
tables of docs/benchmarks-spikes.md. Nothing is fitted here and nothing is written.
"""

import argparse
import importlib
import statistics
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).parent.parent))

from controlroom.mentions.spikes import CONSTANTS, SpikeWatch
from controlroom.mentions.spikes_alone import CountsAlone
from controlroom.mentions.spikes_past import BIN_S, Constants
from controlroom.mentions.spikes_rows import ROW_CONSTANTS, ROW_S, RowConstants, RowWatch

FACTORS = (0.75, 1.25)
# What a moment missed and an alarm without a moment cost, in seconds of delay.
MISSED_S, OTHER_S = 120.0, 40.0
# Counts of one column alone never meet these.
OF_TERMS = {"term_rise", "term_sigmas"}
# Bins are the watch's grain: spans of the past are whole numbers of them.
IN_BINS = {"past_s", "top_s"}
MOST = {"top_share": 0.99}

T = TypeVar("T", Constants, RowConstants)
Found = dict[str, Any]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kit", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--rows", action="store_true")
    given = parser.parse_args()
    sys.path.insert(0, str(given.kit))
    (rows if given.rows else seconds)(given.data)


def changed(constants: T, whole: Iterable[str] = (), step: int = 1) -> Iterator[tuple[str, T]]:
    """Each constant a quarter less and a quarter more, with what it was changed to."""
    for one in fields(constants):
        if one.name in OF_TERMS:
            continue
        for factor in FACTORS:
            value = getattr(constants, one.name)
            new: Any
            if isinstance(value, tuple):
                new = tuple(round(each * factor) for each in value)
            elif isinstance(value, int):
                grain = step if one.name in whole else 1
                new = max(grain, round(value * factor / grain) * grain)
            else:
                new = min(value * factor, MOST.get(one.name, float("inf")))
            told = " ".join(map(str, new)) if isinstance(new, tuple) else f"{new:g}"
            yield f"{one.name} {told}", replace(constants, **{one.name: new})


def seconds(data: Path) -> None:
    """The tables for counts a second."""
    kit = importlib.import_module("score_spikes")
    folder = data / "series"
    moments, family = kit.load_moments(str(folder))
    series = {
        name: kit.load_counts(str(folder / f"{name}.csv.gz"))
        for name in sorted(moments)
        if (folder / f"{name}.csv.gz").exists()
    }

    def score(constants: Constants) -> Found:
        return {name: _scored(kit, moments[name], *series[name], constants) for name in series}

    kinds = sorted({family[name] for name in series})
    runs = {"as it is": score(CONSTANTS)}
    print(f"{'':24}" + "".join(f"{kind:>38}" for kind in kinds))
    _line("as it is", runs["as it is"], kinds, family)
    for label, constants in changed(CONSTANTS, IN_BINS, BIN_S):
        runs[label] = score(constants)
        _line(label, runs[label], kinds, family)
    print("\nleft out       best for the others    delays there   cost   as it is")
    for out in series:
        rest = [name for name in series if name != out]
        best = min(runs, key=lambda label: sum(runs[label][name]["cost"] for name in rest))
        there, here = runs[best][out], runs["as it is"][out]
        delays = " ".join("-" if each is None else f"{each:.0f}" for each in there["delays"])
        print(f"{out:14} {best:22} {delays:14} {there['cost']:5.0f} {here['cost']:10.0f}")


def _scored(
    kit: Any, moments: list[Any], start: int, counts: list[int], constants: Constants
) -> Found:
    watch = CountsAlone(SpikeWatch(1, constants))
    rises = (watch.look(start + n, count) for n, count in enumerate(counts))
    kept = kit.refractory([rise.at_s for rise in rises if rise is not None])
    delays: list[float | None] = []
    for onset, kind, _ in sorted(moments):
        if kind in kit.MUST_KINDS and kit.visibility(start, counts, onset) >= kit.VISIBLE:
            hits = [at for at in kept if onset + kit.HIT_FROM <= at <= onset + kit.HIT_TO]
            delays.append(hits[0] - onset if hits else None)
    other = sum(
        not any(onset + kit.QUIET_FROM <= at <= onset + kit.QUIET_TO for onset, _, _ in moments)
        for at in kept
    )
    cost = sum(MISSED_S if each is None else max(each, 0.0) for each in delays) + OTHER_S * other
    return {"delays": delays, "other": other, "hours": (len(counts) - 1) / 3600, "cost": cost}


def _line(label: str, run: Found, kinds: Sequence[str], family: dict[str, str]) -> None:
    told = ""
    for kind in kinds:
        ones = [run[name] for name in run if family[name] == kind]
        delays = sorted(each for one in ones for each in one["delays"] if each is not None)
        must = sum(len(one["delays"]) for one in ones)
        other = sum(one["other"] for one in ones) / sum(one["hours"] for one in ones)
        late = f"{statistics.median(delays):4.0f} s {delays[int(0.9 * len(delays))]:4.0f} s"
        told += f"{len(delays):14}/{must:<2} {late} {other:5.2f}/h"
    print(f"{label:24}{told}", flush=True)


def rows(data: Path) -> None:
    """The tables for counts every five minutes."""
    kit = importlib.import_module("score_nab")
    files = kit.load_files(str(data))

    def scored(constants: RowConstants) -> Found:
        return {
            name: ([kit.parse(time) for time, _ in lines], _row_scores(lines, constants), windows)
            for name, (lines, windows) in files.items()
        }

    fitted = _fit(kit, scored(ROW_CONSTANTS))
    _row_line("as it is", fitted)
    for label, constants in changed(ROW_CONSTANTS, {"past_s", "silent_s"}, ROW_S):
        _row_line(label, _fit(kit, scored(constants)))
    print("\nthresholds fitted on the other files, score on the one left out")
    runs = scored(ROW_CONSTANTS)
    for out in files:
        others = _fit(kit, {name: run for name, run in runs.items() if name != out})
        prepared = kit.prepare({out: runs[out]})
        there = {
            profile: kit.points(*prepared, profile, others[profile]["threshold"])
            for profile in kit.PROFILES
        }
        _row_line(out, there)


def _row_scores(lines: list[tuple[str, str]], constants: RowConstants) -> list[float]:
    watch = RowWatch(constants)
    return [watch.look(float(value)) for _, value in lines]


def _fit(kit: Any, runs: Found) -> Found:
    fit: Callable[..., Any] = kit.points
    prepared = kit.prepare(runs)
    return {profile: fit(*prepared, profile) for profile in kit.PROFILES}


def _row_line(label: str, fitted: Found) -> None:
    told = "".join(
        f"{one['score']:9.2f} ({one['threshold']:.3f}, {one['windows_found']:2}/{one['windows']:<2}"
        f" {one['false_alarms']:3})"
        for one in fitted.values()
    )
    print(f"{label:26}{told}", flush=True)


if __name__ == "__main__":
    main()
