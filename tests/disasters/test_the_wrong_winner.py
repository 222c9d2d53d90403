"""More than once: congratulations to those who lost, prepared for both sides and sent on a slip, or
before the whistle; and jokes that were read as the opposite."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from controlroom.desk.view import TakeFace
from controlroom.event.cue import Cue, Outcome, OutcomeSet
from controlroom.event.live_event import LiveEvent
from controlroom.event.moment import Anchor, Moment
from tests.disasters.night import Evening, an_asset, an_event, live

WON = "Champions! The soup is on us."
LOST = "Not this time. The soup is still hot."


def the_final() -> LiveEvent:
    event = an_event("2016-06-04 18:00", an_asset("won", WON), an_asset("lost", LOST))
    final = Moment(
        "final", "The final ends", "Final", "evening", Anchor.FLOAT, outcome_set="result"
    )
    outcomes = (Outcome("us", "We win"), Outcome("them", "We lose"))
    return replace(
        event,
        moments=(*event.moments, final),
        cues=(Cue("final", "won", 0, "us"), Cue("final", "lost", 1, "them")),
        outcome_sets=(OutcomeSet("result", "The final", outcomes),),
    )


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Evening]:
    with live(tmp_path, the_final()) as evening:
        yield evening


def test_before_it_is_decided_either_side_needs_somebody_else(night: Evening) -> None:
    for side in ("won", "lost"):
        night.stage(side, "final")
        assert night.told("outcome") == ("caution", "undecided")
        assert "second key" in night.try_to_take()
    night.pass_time(600)
    assert night.requests == 0


def test_the_side_that_did_not_come_true_goes_with_no_key(night: Evening) -> None:
    night.order("decide", set="result", outcome="them")
    night.stage("won", "final")
    assert night.told("outcome") == ("no_go", "We lose came true")
    assert night.view.take.face is TakeFace.NO_GO
    assert night.try_to_take()
    assert night.second_key_refused()
    night.pass_time(600)
    assert night.requests == 0
    night.post("lost", "final")
    assert night.reached == [LOST]


def test_decided_too_soon_is_undone_before_anything_left(night: Evening) -> None:
    night.order("decide", set="result", outcome="us")
    night.stage("won", "final")
    night.take()
    night.pass_time(3)
    night.order("undo")
    assert night.states == ["cancelled"] * 3, "first of all it does not leave"
    night.order("undo")
    night.stage("won", "final")
    assert night.told("outcome") == ("caution", "undecided")
    assert "second key" in night.try_to_take()
    night.pass_time(60)
    assert night.requests == 0


@pytest.mark.parametrize("decided", ["them", ""])
def test_decided_otherwise_in_the_hold_window_it_stays_here(night: Evening, decided: str) -> None:
    night.order("decide", set="result", outcome="us")
    night.stage("won", "final")
    night.take()
    night.pass_time(3)
    night.order("decide", set="result", **({"outcome": decided} if decided else {}))
    night.pass_time(600)
    assert night.requests == 0
    assert night.states == ["cancelled"] * 3
    told = "We lose came true" if decided else "undecided. Nobody was asked about that at TAKE."
    assert all(told in why for why in night.kept_back)


def test_an_undecided_side_is_never_put_there_by_itself(night: Evening) -> None:
    night.order("mark", moment="final")
    night.pass_time(1_200)
    assert night.in_preview is None
    assert not {row.asset for row in night.view.suggestions.rows} & {"won", "lost"}
