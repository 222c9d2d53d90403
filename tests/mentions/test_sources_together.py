"""Several sources in one intake: horizons, spikes, our own posts, terms of captions."""

from controlroom.clock import MICROS, ManualClock
from controlroom.event.watch import WatchTerm
from controlroom.mentions.intake import Intake
from controlroom.mentions.reporting import report_of
from controlroom.sources.mention import Gap, Mention

START = 1_780_000_000
POWER = WatchTerm("power", "Power", "event", ("power", "lights"))
OREO = WatchTerm("oreo", "Oreo", "brand", ("oreo",))
DUNK = WatchTerm("dunk", "#dunk", "context", ("#dunk",))


class Night:
    """Sources that speak in turn, each second or later."""

    def __init__(self, *terms: WatchTerm) -> None:
        self.clock = ManualClock(START * MICROS)
        self.intake = Intake(terms or (POWER, OREO, DUNK), self.clock)
        self.number = 0

    def say(self, source: str, second: int, text: str, times: int = 1, reply_to: str = "") -> None:
        for turn in range(times):
            self.number += 1
            at_us = (START + second) * MICROS + turn * MICROS // (times + 1)
            said = Mention(
                f"{source}{self.number}", at_us, text, f"a{self.number}", source, "", reply_to
            )
            self.intake.mention(said)

    def usual(self, sources: tuple[str, ...], seconds: range, times: int = 4) -> None:
        for second in seconds:
            for source in sources:
                self.say(source, second, f"oreo {second % 7}", times)
            self.clock.advance(1)


def test_two_sources_that_see_the_same_make_one_spike() -> None:
    night = Night()
    night.usual(("here", "there"), range(300))
    for second in range(300, 340):
        night.say("here", second, f"no power! {second}", 20)
        if second > 302:
            night.say("there", second, f"lights are out {second}", 20)
        night.clock.advance(1)
    spikes = night.intake.take_spikes()
    assert len(spikes) == 1
    assert 300 < spikes[0].time_us / MICROS - START < 312
    assert spikes[0].terms == ("power",)
    assert len(spikes[0].samples) >= 3
    assert spikes[0].late_s == 0


def test_a_source_that_lags_does_not_hold_up_the_other() -> None:
    night = Night()
    for second in range(360):
        night.say("here", second, f"no power! {second}" if second >= 300 else "oreo", 4)
        if second >= 300:
            night.say("here", second, f"lights {second}", 16)
        if second >= 40:
            night.say("there", second - 40, "oreo", 4)
        night.clock.advance(1)
    (spike,) = night.intake.take_spikes()
    assert 300 < spike.time_us / MICROS - START < 312


def test_a_spike_in_a_backlog_is_kept_and_is_no_news() -> None:
    night = Night()
    night.usual(("here",), range(300))
    night.clock.advance(600)
    for second in range(300, 340):
        night.say("here", second, f"no power! {second}", 30)
    night.say("here", 900, "oreo")
    spikes = night.intake.take_spikes()
    assert [spike.late_s > 500 for spike in spikes] == [True]


def test_a_gap_and_what_comes_after_it_is_no_spike() -> None:
    night = Night()
    night.usual(("here",), range(300), times=10)
    night.clock.advance(60)
    night.intake.gap(Gap("here", (START + 300) * MICROS, (START + 360) * MICROS))
    night.usual(("here",), range(360, 700), times=10)
    assert night.intake.take_spikes() == ()
    (source,) = report_of(night.intake).sources
    assert [(one.from_s - START, one.until_s - START, one.known) for one in source.covered] == [
        (0, 300, True),
        (300, 360, False),
        (360, 698, True),
    ]


def test_terms_of_captions_count_for_themselves_alone() -> None:
    night = Night()
    night.say("here", 0, "oreo and more", 2)
    night.say("here", 0, "what a #dunk", 3)
    night.say("here", 0, "oreo #dunk")
    report = report_of(night.intake)
    (source,) = report.sources
    assert source.slugs == ("power", "oreo", "dunk")
    assert source.counts.T.tolist() == [[3, 0, 3, 4]]
    assert set(report.latest) == {"oreo", "dunk"}
    assert report.latest["dunk"][0].text == "oreo #dunk"


def test_a_crowd_about_a_caption_s_hashtag_is_no_spike() -> None:
    night = Night()
    night.usual(("here",), range(300))
    for second in range(300, 360):
        night.say("here", second, "what a #dunk", 60)
        night.say("here", second, "oreo", 4)
        night.clock.advance(1)
    assert night.intake.take_spikes() == ()


def test_the_newest_of_a_rare_term_are_not_pushed_out_by_a_busy_one() -> None:
    night = Night()
    night.say("here", 0, "a #dunk indeed", 2)
    night.say("here", 1, "oreo", 500)
    night.say("here", 2, "the power", 7)
    latest = report_of(night.intake).latest
    assert len(latest["dunk"]) == 2
    assert len(latest["oreo"]) == len(latest["power"]) == 5
    assert latest["power"][0].time_us > latest["power"][4].time_us


def test_answers_to_our_posts_are_judged_and_count_under_no_term() -> None:
    night = Night()
    night.intake.set_own((("here", "ours"),))
    for turn in range(60):
        night.usual(("here",), range(turn, turn + 1))
        for text in ("this is disgusting, shame on you", "delete this, you idiots", "how dare you"):
            night.say("here", turn, f"{text} {turn}", 2, reply_to="ours")
    report = report_of(night.intake)
    (source,) = report.sources
    assert source.counts[0].sum() == source.counts[2].sum() == 240
    assert night.intake.received == 600
    assert report.fires, "hundreds of hostile answers to our own post"
    assert report.fires[-1].own_post == "ours"
