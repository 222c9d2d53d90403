"""How the feeds are doing, and spikes: expected, surprising, or brought by a backlog."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from controlroom.clock import MICROS, ManualClock
from controlroom.desk.facts import Alarm, Feed
from controlroom.mentions.spikes import Spike
from controlroom.messages import english, message
from controlroom.room.alarms import AlarmBoard
from controlroom.room.feed import FeedReader
from controlroom.sources.mention import Phase, SourceState
from tests.room.still_room import BEFORE_KICK_OFF, bundled
from tests.room.told_feed import LIVE_STATE, ToldFeed, ToldRoom, solemn

S = 1_000_000


@pytest.fixture
def night(tmp_path: Path) -> Iterator[ToldRoom]:
    with ToldRoom(tmp_path / "data", feed=True, event=bundled()) as room:
        room.order("go_live")
        yield room


def spike(room: ToldRoom, *why: str, terms: tuple[str, ...] = (), late_s: int = 0) -> Spike:
    return Spike(room.now, 6.0, "any", why, terms, (), late_s)


# The feed's own alarm


def test_an_old_feed_is_an_alarm_until_it_is_well_again(night: ToldRoom) -> None:
    night.said.stopped_s = night.now // MICROS
    night.pass_time(31)
    assert "feed is 31 s old" in english(night.view.alarm.what)
    assert night.view.alarm.priority == 2
    night.said.stopped_s = night.now // MICROS - 20
    night.pass_time(1)
    assert night.view.alarm.priority == 2, "still 21 s late: it has not recovered yet"
    night.said.stopped_s = None
    night.pass_time(1)
    assert night.view.alarm.priority is None
    night.said.stopped_s = night.now // MICROS - 20
    night.pass_time(1)
    assert night.view.alarm.priority is None, "and 21 s is not old yet"


def test_why_a_feed_is_old_is_said(night: ToldRoom) -> None:
    refused = message("source.refused", status=401, reason="no such token")
    night.says(sources=(SourceState("x", Phase.REFUSED, refused),))
    night.said.stopped_s = night.now // MICROS
    night.pass_time(40)
    assert "no such token" in english(night.view.alarm.to_do)


def test_an_alarm_that_comes_and_goes_is_one_alarm() -> None:
    board, alarm = AlarmBoard(), Alarm("feed", 2, message("alarm.none"), message("nothing"), 0)
    assert board.look([alarm], 0) == (alarm,)
    board.acknowledge()
    assert board.look([], 10 * S) == ()
    assert board.look([alarm], 20 * S) == ()
    assert board.standing["feed"].acknowledged
    assert board.in_ten_minutes(20 * S) == 1
    assert board.look([], 30 * S) == ()
    later = 30 * S + 601 * S
    assert board.look([alarm], later) == (alarm,), "after ten minutes it is another one"


def test_a_feed_that_was_never_in_time_is_old_after_a_minute() -> None:
    event = bundled()
    clock = ManualClock(event.starts + 9_000 * S)
    told = ToldFeed(clock)
    told.says(
        solemn=(solemn("stand collapse", clock.now()),),
        spikes=(Spike(clock.now(), 6.0, "any", ("power",), ("power",), (), 0),),
    )
    reader = FeedReader(told)

    def read() -> Feed:
        told.stopped_s = clock.now() // MICROS - 300
        return reader.read(event, clock.now(), 1.0, clock.monotonic())

    began = clock.monotonic()
    while clock.monotonic() - began < 60:
        feed = read()
        assert feed.age_s is None, "the night so far may still be being read"
        assert feed.problem is not None
        clock.advance(10)
    feed = read()
    assert (feed.age_s, feed.stale) == (300, True)
    assert feed.spike is not None
    assert feed.solemn_since is not None


def test_the_time_that_is_told_is_that_of_the_subject_that_is_told(night: ToldRoom) -> None:
    older, newer = night.now - 600 * S, night.now
    night.says(
        solemn=(solemn("fog", older, latest=newer), solemn("stand collapse", newer, strong=True))
    )
    assert night.room.feed.solemn[0].subject == "stand collapse"
    assert night.room.feed.solemn_since == newer


# The list of feeds


def test_every_source_says_how_it_is_doing(night: ToldRoom) -> None:
    view = night.view.feeds
    assert view is not None
    assert english(view.line) == "1 feeds live"
    late = message("source.late", seconds=40)
    ceiling = message("source.lost", reason="gone")
    night.says(
        sources=(
            LIVE_STATE,
            SourceState("x", Phase.SATURATED, ceiling, 0, 3, 1_200, 1.5),
            SourceState("mastodon", Phase.LATE, late, 40, cost_per_hour=None),
        )
    )
    view = night.view.feeds
    assert view is not None
    assert not view.well
    assert english(view.line) == "2 of 3 feeds in trouble"
    assert [(row.source, row.phase, row.well) for row in view.rows] == [
        ("x", "saturated", False),
        ("mastodon", "late", False),
        ("jetstream", "live", True),
    ]
    assert [english(note) for note in view.rows[0].notes] == [
        "a reading is a floor",
        "3 unreadable",
        "1,200 let go",
        "$1.50 an hour",
    ]
    assert view.cost is not None
    assert english(view.cost) == "$1.50 an hour"
    assert english(view.rows[1].title) == "Mastodon"
    night.says(sources=(LIVE_STATE, SourceState("mastodon", Phase.LATE, late, 40)))
    assert night.view.feeds is not None
    assert english(night.view.feeds.line) == "Mastodon: 40 s late"


# Spikes


def test_what_a_backlog_brings_is_no_news(night: ToldRoom) -> None:
    night.says(spikes=(spike(night, "power", "lights", terms=("power",), late_s=300),))
    assert night.view.chart.spike is None
    assert english(night.view.suggestions.why or message("nothing")) != "Spike in mentions"
    assert night.logged("spike") == []


def test_what_the_window_hides_is_not_staged_by_a_digit(night: ToldRoom) -> None:
    night.says(spikes=(spike(night, "power", "lights", terms=("power",)),))
    assert night.view.suggestions.rows != ()
    night.says(solemn=(solemn("stand collapse", night.now),))
    assert night.view.suggestions.rows == (), "at once, though they changed a moment ago"
    night.refused("suggestion_1")
    night.order("solemn_not_ours", subject="stand collapse", reason="film")
    night.pass_time(4)
    assert night.view.suggestions.rows != ()


def test_a_surprise_brings_its_cues(night: ToldRoom) -> None:
    night.says(spikes=(spike(night, "power", "lights", terms=("power",)),))
    assert night.view.suggestions.rows[0].asset == "blackout-01"
    assert night.view.chart.spike is not None


def test_an_expected_spike_says_which_moment_it_is(tmp_path: Path) -> None:
    with ToldRoom(tmp_path / "data", BEFORE_KICK_OFF, feed=True, event=bundled()) as night:
        night.order("go_live")
        moment = night.moment("kick-off")
        expected = night.room.expected().at[moment.slug]
        assert expected is not None
        night.pass_time((expected - night.now) / MICROS + 20)
        night.says(spikes=(spike(night, "kickoff", terms=moment.terms),))
        assert night.room.feed.spike is not None
        assert night.room.feed.spike.expected == moment.title
        why = night.view.suggestions.why
        assert why is not None
        assert english(why) == f"{moment.title}, as expected"
        assert night.room.event.asset(night.view.suggestions.rows[0].asset).slug in {
            cue.asset for cue in night.room.event.cues_of(moment.slug)
        }


def test_a_spike_about_a_solemn_subject_offers_nothing_until_it_is_not_ours(
    night: ToldRoom,
) -> None:
    one = solemn("power collapse", night.now)
    night.says(spikes=(spike(night, "power", "lights", terms=("power",)),), solemn=(one,))
    assert night.room.feed.spike is not None
    assert night.room.feed.spike.solemn
    assert night.view.suggestions.rows == ()
    night.order("solemn_not_ours", subject=one.subject, reason="not_meant")
    night.pass_time(4)
    assert night.view.suggestions.rows[0].asset == "blackout-01"


def test_a_spike_of_a_term_of_the_solemn_group_is_solemn_too(night: ToldRoom) -> None:
    night.says(spikes=(spike(night, "ambulance", terms=("hurt",)),))
    assert night.room.feed.spike is not None
    assert night.room.feed.spike.solemn
    assert night.view.suggestions.rows == ()
    assert night.room.feed.solemn_since is None, "CAUTION is for what the posts say"
