"""The page's own script, run by Node as it stands in the page, without a browser."""

import json
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from controlroom.event.answer_file import read_answers
from controlroom.event.answers import Fate, weigh
from controlroom.event.live_event import LiveEvent
from tests.desk.facts_for import bundled
from tests.support.answering import AT, Page, sheet_of
from tests.support.bluesky.install import node

DAY = 86_400_000_000
NOW = "2013-02-02T15:00:00.000Z"
CALL = """
import * as page from %s;
import { readFileSync } from "node:fs";
const { sheet, calls } = JSON.parse(readFileSync(0, "utf8"));
const meant = (one) => (one === "SHEET" ? sheet : one?.date ? new Date(one.date) : one);
const told = calls.map(([name, ...given]) => page[name](...given.map(meant)));
process.stdout.write(JSON.stringify(told.map((one) => (one === undefined ? null : one))));
"""


@cache
def event() -> LiveEvent:
    first, second = (replace(asset, approvals=(), authors=()) for asset in bundled().assets[:2])
    second = replace(second, authors=("Kim Fox",))
    settings = replace(bundled().settings, approver="")
    base = replace(bundled(), people=(), cues=(), slots=(), settings=settings)
    return replace(base, assets=(first, second))


@cache
def page() -> Page:
    return Page(sheet_of(event()))


@pytest.fixture
def ask(tmp_path: Path) -> Any:
    """Call functions of the script: [name, argument, …]; "SHEET" stands for the page's own."""
    script = tmp_path / "page.mjs"
    script.write_text(page().scripts[-1], encoding="utf-8")
    call = tmp_path / "call.mjs"
    call.write_text(CALL % json.dumps(script.as_uri()), encoding="utf-8")

    def asked(*calls: list[Any]) -> list[Any]:
        done = subprocess.run(
            [str(node()), str(call)],
            input=json.dumps({"sheet": page().bound, "calls": calls}),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        told: list[Any] = json.loads(done.stdout)
        return told

    return asked


def state(
    *verdicts: str, name: str = "Robin", notes: dict[int, str] | None = None
) -> dict[str, Any]:
    told = [*verdicts, *[""] * (6 - len(verdicts))]
    written = ["" if notes is None else notes.get(index, "") for index in range(6)]
    return {"name": name, "verdicts": told, "notes": written}


def test_the_file_it_saves_is_taken_in(ask: Any) -> None:
    answered = state("approved", "", "changes", name="  Robin   Fox ", notes={2: " Say “sorry”. "})
    (told,) = ask(["fileOf", "SHEET", answered, {"date": NOW}])
    file = read_answers(json.dumps(told).encode())
    weighed = weigh(file, event(), AT + DAY)
    assert (file.by, file.sheet) == ("Robin Fox", page().bound["sheet"])
    assert [(one.channel, one.verdict.value, one.note) for one in weighed.answers] == [
        (event().channels[0], "approved", ""),
        (event().channels[2], "changes", "Say “sorry”."),
    ]
    assert weighed.count(Fate.APPLIED) == 2


def test_what_is_wrong_is_told_before_saving(ask: Any) -> None:
    told = ask(
        ["wrongWith", "SHEET", state("approved", name="  ")],
        ["wrongWith", "SHEET", state()],
        ["wrongWith", "SHEET", state("approved", "changes")],
        ["wrongWith", "SHEET", state("", "", "", "approved", name="kim fox")],
        ["wrongWith", "SHEET", state("approved", "changes", notes={1: "No."})],
    )
    assert told == [
        {"why": "name", "card": -1},
        {"why": "none", "card": -1},
        {"why": "note", "card": 1},
        {"why": "own", "card": 3},
        None,
    ]
    words = page().bound["words"]
    assert all(one["why"] in words for one in told if one)


def test_approving_all_networks_leaves_what_was_asked_for(ask: Any) -> None:
    first = event().assets[0].slug
    answered = state("", "changes", notes={1: "No."})
    (told,) = ask(["approveAll", "SHEET", answered, first])
    assert told["verdicts"] == ["approved", "changes", "approved", "", "", ""]
    assert told["notes"] == answered["notes"]


def test_nobody_approves_their_own(ask: Any) -> None:
    second = event().assets[1].slug
    (own,) = ask(["approveAll", "SHEET", state(name=" KIM FOX"), second])
    assert own["verdicts"] == [""] * 6
    told = ask(
        ["isOwn", page().bound["cards"][3], "Kim Fox "],
        ["isOwn", page().bound["cards"][3], ""],
        ["isOwn", page().bound["cards"][0], "Kim Fox"],
    )
    assert told == [True, False, False]


def test_nobody_approves_what_the_page_does_not_show(ask: Any) -> None:
    cards = [{**card, "judged": index != 1} for index, card in enumerate(page().bound["cards"])]
    sheet = {**page().bound, "cards": cards}
    first = event().assets[0].slug
    told = ask(
        ["approveAll", sheet, state(), first],
        ["mayApprove", cards[1], "Robin"],
        ["mayApprove", cards[0], "Robin"],
        ["mayApprove", cards[3], "Kim Fox"],
        ["restored", sheet, json.dumps(state("approved", "approved", "changes"))],
        ["restored", sheet, json.dumps(state("", "changes", notes={1: "Show it."}))],
    )
    assert told[0]["verdicts"] == ["approved", "", "approved", "", "", ""]
    assert told[1:4] == [False, True, False]
    assert told[4]["verdicts"] == ["approved", "", "changes", "", "", ""]
    assert told[5]["verdicts"] == ["", "changes", "", "", "", ""]


def test_what_the_browser_kept_comes_back(ask: Any) -> None:
    answered = state("approved", "changes", notes={1: "No.", 5: "Later."})
    (told,) = ask(["restored", "SHEET", json.dumps(answered)])
    assert told == answered


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "null",
        "7",
        "[]",
        "{",
        '{"name": 7, "verdicts": "approved", "notes": null}',
        '{"verdicts": ["maybe", 1], "notes": [1, {}]}',
    ],
)
def test_what_is_kept_and_does_not_fit_is_left_out(ask: Any, kept: str) -> None:
    (told,) = ask(["restored", "SHEET", kept])
    assert told == state(name="")


def test_counts_filters_and_names_of_files(ask: Any) -> None:
    told = ask(
        ["answeredCount", state("approved", "", "changes")],
        ["fill", page().bound["words"]["count"], {"done": 12, "all": 40}],
        ["fill", "{toString} {done}", {"done": "{all}"}],
        ["shows", "open", ""],
        ["shows", "open", "approved"],
        ["shows", "changes", "changes"],
        ["shows", "all", "approved"],
        ["fileName", "SHEET", state(name="Zoë Fox / 2")],
        ["fileName", "SHEET", state(name="ロビン")],
        ["keyOf", "SHEET"],
    )
    slug = event().slug
    assert told == [
        2,
        "12 of 40 answered",
        "{toString} {all}",
        True,
        False,
        True,
        True,
        f"answers-{slug}-zoe-fox-2.json",
        f"answers-{slug}.json",
        "controlroom-sheet-s",
    ]
