"""What the room is told when the collector's process dies and another takes its place."""

import sys

import pytest

from controlroom.clock import MICROS, ManualClock
from controlroom.mentions.held import Held
from controlroom.mentions.intake import Intake
from controlroom.mentions.reporting import report_of
from controlroom.mentions.source_run import SourceRun
from controlroom.sources.base import SourceSpec
from controlroom.sources.mention import Phase
from tests.disasters.crowd import START_S, Crowd, Talk
from tests.disasters.test_through_the_collector import TERMS


def test_a_fire_does_not_burn_on_when_nobody_watches_it_any_more() -> None:
    held, clock, crowd = Held(), ManualClock(START_S * MICROS), Crowd(5)
    held.began(1, ())
    intake = Intake(TERMS, clock)
    for offset in range(60):
        for mention in crowd.second(START_S + offset, Talk(60, 0.0, 0.0, 0.9)):
            intake.mention(mention)
        clock.advance(1)
    held.add(report_of(intake))
    (fire,) = held.snapshot.fires
    assert not fire.over
    held.began(2, ())
    (over,) = held.snapshot.fires
    assert over.over
    assert over.since_us == fire.since_us


async def test_a_source_that_was_refused_still_says_why_when_it_has_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Where standard input does not reach the collector's process, the source says so and ends.
    monkeypatch.setattr(sys, "platform", "win32")
    clock = ManualClock(START_S * MICROS)
    run = SourceRun(SourceSpec("lines"), clock, Intake(TERMS, clock))
    await run.run(TERMS)
    assert run.state().phase is Phase.REFUSED
    assert run.state().line.id != "source.ended"
