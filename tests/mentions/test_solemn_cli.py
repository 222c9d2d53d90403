"""``controlroom solemn``: the formats, and the bench kit's figures where its posts are at hand."""

import io
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controlroom.cli.solemn import labels, states
from controlroom.errors import WrongInput

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT.parent / "shared" / "data"
KIT = ROOT.parent / "shared" / "bench" / "score_hold.py"
CHEER = "what a goal that was"
NEWS = (
    "Explosion at the fan zone, several people dead",
    "many injured after the explosion near the stadium, police say",
    "praying for the victims of the explosion",
)
BEGINS = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)


def _lines(texts: list[str], step_s: float = 5.0) -> list[bytes]:
    return [
        json.dumps({"time": _stamp(number * step_s), "text": text}).encode()
        for number, text in enumerate(texts)
    ]


def _stamp(seconds: float) -> str:
    at = BEGINS + timedelta(seconds=seconds)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def _states(texts: list[str], step_s: float = 5.0) -> list[str]:
    out = io.StringIO()
    states(_lines(texts, step_s), out)
    return out.getvalue().splitlines()


def test_a_hold_is_stamped_with_the_post_that_caused_it_and_cleared() -> None:
    texts = [CHEER] * 20 + list(NEWS) + [CHEER] * 300
    header, hold, clear = _states(texts)
    assert header == "time,state"
    assert hold in {f"{_stamp(number * 5.0)},hold" for number in (21, 22)}
    assert clear == "2026-11-22T20:11:50Z,clear"


def test_ordinary_talk_prints_the_header_alone() -> None:
    assert _states([CHEER, "I'm dead", "RIP my team"] * 50) == ["time,state"]


def test_each_post_has_its_label() -> None:
    out = io.StringIO()
    labels(_lines([CHEER, NEWS[0], "RIP my team", NEWS[1]]), out)
    assert out.getvalue() == "0\n1\n0\n1\n"


@settings(max_examples=30)
@given(st.lists(st.sampled_from((CHEER, *NEWS)), max_size=40), st.data())
def test_what_is_printed_does_not_change_with_what_comes_after(
    texts: list[str], drawn: st.DataObject
) -> None:
    cut = drawn.draw(st.integers(0, len(texts)))
    whole, part = _states(texts, 45.0), _states(texts[:cut], 45.0)
    assert whole[: len(part)] == part


@pytest.mark.parametrize("line", [b"{}", b"[]", b'{"time": "soon", "text": "x"}', b"\xff"])
def test_a_line_that_is_no_post_is_told_with_its_number(line: bytes) -> None:
    with pytest.raises(WrongInput, match="Line 2"):
        states([*_lines([CHEER]), line], io.StringIO())


def test_posts_are_judged_as_they_come() -> None:
    """Each answer is out before the next post is in."""
    with subprocess.Popen(
        [sys.executable, "main.py", "solemn", "--per-post"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        for line, label in zip(_lines([NEWS[0], CHEER]), (b"1\n", b"0\n"), strict=True):
            program.stdin.write(line + b"\n")
            program.stdin.flush()
            assert program.stdout.readline() == label
        program.stdin.close()
        assert program.wait() == 0


@pytest.mark.skipif(not KIT.exists(), reason="the bench kit and its posts are not here")
def test_the_kit_finds_four_fifths_at_one_in_a_hundred() -> None:
    told = _kit("--per-post")
    assert told["recall"] >= 0.80
    for talk in told["chatter"]:
        assert talk["flagged"] <= 0.01 * talk["posts"]


@pytest.mark.skipif(not KIT.exists(), reason="the bench kit and its posts are not here")
def test_the_kit_sees_sudden_disasters_held_by_the_third_post() -> None:
    told = _kit()
    ranks = {one["stream"]: one["rank"] for one in told["streams"]}
    sudden = ("2013_West_Texas_explosion", "2013_Colorado_floods", "2013_Alberta_floods")
    assert all(ranks[name] <= 3 for name in sudden)
    assert None not in ranks.values()
    assert not any(one["false_before"] for one in told["streams"])
    assert not any(one["holds"] for one in told["chatter"])


def _kit(*options: str) -> dict[str, list[dict[str, float]]]:
    ours = (sys.executable, str(ROOT / "main.py"), "solemn", *options)
    done = subprocess.run(
        [sys.executable, str(KIT), str(DATA), "--json", *options, "--", *ours],
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)
