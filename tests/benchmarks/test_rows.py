"""The rows of ``make bench``: named as documented, shaped as promised, null where they fail."""

import json
import re
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks import rows
from benchmarks.rows import ROWS, Row, measure_apart, measured, missed, run

ROOT = Path(__file__).parents[2]
KEYS = ["name", "value", "unit", "baseline", "ratio", "hold", "direction"]
AT_MOST = Row("at-most", "ms", 20, "max", "value", "night")
AT_LEAST = Row("at-least", "per s", 15, "min", "ratio", "counting")


def documented() -> list[list[str]]:
    """The cells of the table of rows in docs/benchmarks.md."""
    text = (ROOT / "docs" / "benchmarks.md").read_text("utf-8")
    row = re.compile(r"\| `[a-z0-9-]+` \| [A-Za-z/]+ \|")
    lines = [line for line in text.splitlines() if row.match(line)]
    return [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines]


def test_rows_are_those_of_the_documentation() -> None:
    assert [(name, unit, held, bound) for name, unit, held, bound, *_ in documented()] == [
        (row.name, row.unit, row.held, f"{'≤' if row.direction == 'max' else '≥'} {row.hold:g}")
        for row in ROWS
    ]


def test_a_row_holds_exactly_what_is_promised() -> None:
    line = measured(AT_MOST, {"at-most": (12.3456, 4.0)})
    assert list(line) == KEYS
    assert line == {
        "name": "at-most",
        "value": 12.35,
        "unit": "ms",
        "baseline": 4.0,
        "ratio": 3.086,
        "hold": 20,
        "direction": "max",
    }


@pytest.mark.parametrize(
    ("row", "value", "broken"),
    [
        (AT_MOST, 20.0, False),
        (AT_MOST, 20.1, True),
        (AT_LEAST, 150.0, False),
        (AT_LEAST, 149.0, True),
    ],
)
def test_a_hold_bounds_its_own_figure(row: Row, value: float, broken: bool) -> None:
    assert missed(row, measured(row, {row.name: (value, 10.0)})) is broken


def test_nothing_beside_it_gives_no_ratio() -> None:
    assert measured(AT_MOST, {"at-most": (3, 0)})["ratio"] is None
    assert missed(AT_LEAST, measured(AT_LEAST, {"at-least": (3, 0)})) is None


def test_what_fails_costs_its_own_rows_only(capsys: pytest.CaptureFixture[str]) -> None:
    def measure(name: str) -> rows.Outcome:
        if name == "night":
            return {}, "the disk is full"
        return {"at-least": (160.0, 10.0)}, ""

    done = {row.name: line for row, line in run([AT_MOST, AT_LEAST], measure)}
    assert [done["at-most"][key] for key in ("value", "baseline", "ratio")] == [None, None, None]
    assert done["at-least"]["ratio"] == 16
    assert "the disk is full" in capsys.readouterr().out


def test_one_measurement_gives_several_rows() -> None:
    asked = []

    def measure(name: str) -> rows.Outcome:
        asked.append(name)
        return {}, ""

    done = run(ROWS, measure)
    assert [row for row, _ in done] == list(ROWS)
    assert len(asked) == len(set(asked)) < len(ROWS)


def test_what_a_process_of_its_own_raises_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rows.LONGEST_S, "no_such_row", 30)
    figures, why = measure_apart("no_such_row")
    assert figures == {}
    assert "no_such_row" in why


def test_the_file_and_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def measure(name: str) -> rows.Outcome:
        return {"first-window": (900.0, 300.0), "redraw-12h": (9.0, 80.0)}, ""

    asked = ["benchmarks", "first-window", "redraw-12h"]
    monkeypatch.setattr("sys.argv", asked)
    monkeypatch.setattr(command, "BUILD", tmp_path)
    monkeypatch.setattr(command, "measure_apart", measure)
    assert command.main() == 0
    written = json.loads((tmp_path / "bench.json").read_text("utf-8"))
    assert sorted(line["name"] for line in written) == sorted(asked[1:])
    assert all(list(line) == KEYS for line in written)
    table = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert "MISSED" in table["first-window"]
    assert "MISSED" not in table["redraw-12h"]


def test_a_row_nobody_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["benchmarks", "no-such-row"])
    with pytest.raises(SystemExit) as refused:
        command.main()
    assert refused.value.code == 2
