from collections.abc import Iterable

from controlroom.clock import MICROS, ManualClock
from controlroom.event.watch import WatchTerm
from controlroom.mentions.intake import Intake
from controlroom.mentions.standing import Standing
from controlroom.messages import english, message
from controlroom.sources.mention import Mention, Phase, SourceState

START = 1_780_000_000
LIVE = SourceState("here", Phase.LIVE, message("source.live"))
OREO = WatchTerm("oreo", "Oreo", "brand", ("oreo",))


class Watched:
    """A source, the clock, and a look at it a few times a second."""

    def __init__(self) -> None:
        self.clock = ManualClock(START * MICROS)
        self.intake = Intake((OREO,), self.clock)
        self.lane = self.intake.lane("here")
        self.standing = Standing()
        self.told = LIVE
        self.number = 0

    def say(self, seconds_ago: float = 0.0, times: int = 1) -> None:
        for _ in range(times):
            self.number += 1
            at_us = self.clock.now() - round(seconds_ago * MICROS)
            self.intake.mention(Mention(str(self.number), at_us, "oreo", "me", "here"))

    def look(self) -> SourceState:
        state, passed_us = self.standing.look(self.told, self.lane, self.clock.now())
        if passed_us is not None:
            self.intake.passed("here", passed_us)
        return state

    def pass_on(self, seconds: float, every_s: float | None = None, times: int = 1) -> SourceState:
        """Let time pass; something is said ``every_s``."""
        state = self.look()
        for step in range(1, round(seconds * 4) + 1):
            self.clock.advance(0.25)
            if every_s is not None and step % round(every_s * 4) == 0:
                self.say(times=times)
            state = self.look()
        return state


def phases(states: Iterable[SourceState]) -> list[Phase]:
    return [state.phase for state in states]


def test_a_busy_source_that_falls_silent_is_stale_and_its_time_unknown() -> None:
    one = Watched()
    assert one.pass_on(120, every_s=0.25, times=5).phase is Phase.LIVE
    known = one.lane.horizon_s or 0
    assert START + 117 <= known <= START + 120
    assert one.pass_on(9).phase is Phase.LIVE
    stale = one.pass_on(11)
    assert stale.phase is Phase.STALE
    assert english(stale.line) == "Nothing for 20 s"
    assert (one.lane.horizon_s or 0) <= known + 10
    one.say()
    assert one.look().phase is Phase.LIVE


def test_two_mentions_a_minute_are_a_quiet_source_and_its_silence_is_known() -> None:
    one = Watched()
    one.pass_on(600, every_s=30)
    assert one.pass_on(60).phase is Phase.LIVE
    assert (one.lane.horizon_s or 0) >= START + 655


def test_what_comes_old_is_late_by_so_much() -> None:
    one = Watched()
    one.say(seconds_ago=95, times=3)
    late = one.look()
    assert (late.phase, late.late_s) == (Phase.LATE, 95)
    assert english(late.line) == "95 s late"
    for behind in range(94, 0, -1):
        one.clock.advance(0.25)
        one.say(seconds_ago=behind)
        late = one.look()
    assert late.phase is Phase.LIVE


def test_a_source_s_own_word_stands_above_what_it_brings() -> None:
    one = Watched()
    one.pass_on(20, every_s=0.25)
    for phase in (Phase.STALE, Phase.REFUSED, Phase.CONNECTING, Phase.STOPPED):
        one.told = SourceState("here", phase, message("source.stopped"), bad=2, dropped=5)
        assert one.look().phase is phase
    one.lane.bad = 3
    assert (one.look().bad, one.look().dropped) == (5, 5)


def test_the_same_number_every_second_is_a_ceiling_and_chance_is_none() -> None:
    one = Watched()
    for _ in range(30):
        one.say(times=250)
        one.clock.advance(1)
        one.look()
    assert one.look().phase is Phase.SATURATED
    assert any(part.floor for part in one.lane.take_covered())
    for second in range(40):
        one.say(times=200 + second * 7919 % 67)
        one.clock.advance(1)
        one.look()
    assert one.look().phase is Phase.LIVE


def test_what_is_both_late_and_short_is_a_floor_first() -> None:
    one = Watched()
    line = message("source.saturated")
    one.told = SourceState("here", Phase.SATURATED, line)
    for _ in range(20):
        one.clock.advance(1)
        one.say(seconds_ago=95)
        state = one.look()
    assert (state.phase, state.line, state.late_s) == (Phase.SATURATED, line, 95)
    assert (one.lane.horizon_s or 0) <= START + 20 - 95
