"""Preview shows what would go out, ON AIR what did."""

from dataclasses import replace

import pytest

from controlroom.channels.base import Metrics
from controlroom.desk.facts import Facts, Practice
from controlroom.desk.on_air import on_air
from controlroom.desk.preview import preview
from controlroom.desk.preview_view import PreviewView
from controlroom.desk.view import Tone
from controlroom.event.asset import Part
from controlroom.event.delivery import DeliveryState
from controlroom.event.room_state import RoomState
from controlroom.messages import Message, english
from controlroom.net.pacing import Pace
from controlroom.posting.preview import By
from tests.desk.facts_for import (
    BLACKOUT,
    S,
    bundled,
    facts_for,
    on_channels,
    pending,
    rows,
    staged,
)

REHEARSAL, LIVE, HOLD, WRAP = (
    RoomState.REHEARSAL,
    RoomState.LIVE,
    RoomState.HOLD,
    RoomState.WRAP,
)
D = DeliveryState
BLACKOUT_01 = staged("blackout-01", "lights-out")
VERIFIED = rows(BLACKOUT_01, D.VERIFIED, D.VERIFIED, D.ACCEPTED)


def said(what: Message | None) -> str | None:
    return None if what is None else english(what)


# Preview


def test_preview_shows_each_networks_own_words_account_and_picture() -> None:
    view = preview(facts_for(preview=BLACKOUT_01))
    asset = BLACKOUT_01.asset
    assert [tab.channel for tab in view.tabs] == ["bluesky", "mastodon", "x"]
    for tab, account in zip(view.tabs, bundled().accounts, strict=True):
        assert (tab.handle, tab.name) == (account.handle, account.name)
        assert tab.words == asset.words_for(tab.channel)
        picture = asset.picture_for(tab.channel)
        assert picture is not None
        assert tab.picture is not None
        assert (tab.picture.sha256, tab.alt) == (picture.sha256, picture.alt)
    assert view.fingerprint == BLACKOUT_01.fingerprint(facts_for().event)


def test_preview_says_who_put_it_there_how_and_when() -> None:
    view = preview(facts_for(preview=BLACKOUT_01))
    assert said(view.by) == "YOU"
    assert english(view.staged) == "staged by key 5, 3 s ago"
    auto = preview(facts_for(preview=replace(BLACKOUT_01, by=By.AUTO)))
    assert said(auto.by) == "AUTO"


def test_the_verdict_is_that_of_the_poll() -> None:
    go = preview(facts_for(preview=BLACKOUT_01))
    assert (english(go.verdict), go.verdict_tone) == (f"GO {len(go.poll)}/{len(go.poll)}", Tone.GO)
    caution = preview(facts_for(preview=staged("champions")))
    assert (english(caution.verdict), caution.verdict_tone) == ("CAUTION", Tone.CAUTION)
    held = preview(facts_for(HOLD, preview=BLACKOUT_01))
    assert (english(held.verdict), held.verdict_tone) == ("NO-GO", Tone.NO_GO)
    assert [line.tone for line in held.poll if line.guard == "held"] == [Tone.NO_GO]


def empty(facts: Facts) -> PreviewView:
    view = preview(facts)
    assert (view.fingerprint, view.asset, view.tabs, view.poll) == (None, None, (), ())
    return view


@pytest.mark.parametrize("state", RoomState)
def test_an_empty_preview_says_what_fills_it_where_something_can(state: RoomState) -> None:
    hint = english(empty(facts_for(state)).hint)
    assert ("Space" in hint) is (state in (REHEARSAL, LIVE, HOLD))


def test_what_was_cancelled_is_kept_and_said() -> None:
    view = empty(facts_for(kept=(BLACKOUT_01,)))
    assert "Space brings back" in english(view.hint)
    assert view.kept is not None
    assert "Blackout 01 was cancelled" in english(view.kept)


def test_a_pending_post_is_shown_frozen_with_each_network() -> None:
    view = preview(facts_for(pending=pending(BLACKOUT_01)))
    assert view.frozen
    assert not view.editable
    assert view.fingerprint is None
    assert [english(line.chip) for line in view.pending] == ["PENDING"] * 3
    assert {english(line.line) for line in view.pending} == {"picture uploaded, 0 bytes to send"}
    assert english(view.staged).startswith("as you saw it at TAKE, 20:37:")
    waiting = on_channels(bundled(), BLACKOUT_01.asset, uploaded=False)
    later = preview(facts_for(pending=pending(BLACKOUT_01), channels=waiting))
    assert {english(line.line) for line in later.pending} == {"picture still uploading"}


# ON AIR


def test_nothing_on_air_says_so() -> None:
    view = on_air(facts_for())
    assert (view.rows, view.numbers, view.age, view.foot_command) == ((), (), None, None)
    assert english(view.hint).startswith("Nothing on air yet")


def test_each_network_says_what_is_known_of_it() -> None:
    states = (D.VERIFIED, D.REFUSED, D.UNKNOWN)
    view = on_air(facts_for(on_air=rows(BLACKOUT_01, *states)))
    chips = [(row.title, english(row.chip), row.tone) for row in view.rows]
    assert chips == [
        ("Bluesky", "VERIFIED", Tone.GO),
        ("Mastodon", "FAILED", Tone.NO_GO),
        ("X", "UNKNOWN", Tone.CAUTION),
    ]
    assert [english(row.after) for row in view.rows] == ["+26 s", "No", ""]
    assert len({row.icon for row in view.rows}) == 3


@pytest.mark.parametrize(
    ("facts", "foot", "command"),
    [
        (facts_for(), "No post pending", None),
        (facts_for(pending=pending(BLACKOUT_01)), "1 post pending", "cancel"),
        (facts_for(pending=pending(BLACKOUT_01), on_air=VERIFIED), "1 post pending", "cancel"),
        (
            facts_for(on_air=rows(BLACKOUT_01, D.VERIFIED, D.REFUSED, D.REFUSED)),
            "2 networks failed",
            "retry",
        ),
        (facts_for(on_air=VERIFIED), "No post pending", None),
        (facts_for(HOLD, on_air=VERIFIED), "Retract from 3 networks", "retract"),
        (facts_for(WRAP, on_air=VERIFIED), "Retract from 3 networks", "retract"),
        (
            facts_for(HOLD, on_air=rows(BLACKOUT_01, D.VERIFIED, D.REFUSED)),
            "Retract from 1 network",
            "retract",
        ),
        (facts_for(HOLD, on_air=rows(BLACKOUT_01, D.REFUSED)), "1 network failed", None),
        (facts_for(WRAP, on_air=rows(BLACKOUT_01, D.REFUSED)), "1 network failed", None),
        (
            facts_for(REHEARSAL, on_air=VERIFIED, practice=Practice(BLACKOUT, 6.0, 8.0, 13.9)),
            "Again",
            "again",
        ),
    ],
)
def test_the_foot_mirrors_what_can_be_done(facts: Facts, foot: str, command: str | None) -> None:
    view = on_air(facts)
    assert view.foot_command == command
    assert english(view.foot) == foot


def test_a_rehearsal_is_never_called_on_air_plainly() -> None:
    assert english(on_air(facts_for()).title) == "ON AIR"
    assert english(on_air(facts_for(REHEARSAL)).title) == "ON AIR, SIMULATED"


def test_numbers_and_how_they_compare() -> None:
    liked = Metrics(1200, 480, 60)
    view = on_air(facts_for(on_air=VERIFIED, metrics=liked, usual_likes=800.0))
    assert [(english(label), english(value)) for label, value, _ in view.numbers] == [
        ("Likes", "1,200"),
        ("Reposts", "480"),
        ("Replies", "60"),
        ("Vs usual", "1.5×"),
    ]
    unknown = on_air(facts_for(on_air=VERIFIED, metrics=liked, usual_likes=None))
    assert len(unknown.numbers) == 3


@pytest.mark.parametrize(
    ("running", "value"),
    [
        (0.0, "00:00.0"),
        (7.34, "00:07.3"),
        (59.96, "00:59.9"),
        (60.0, "01:00.0"),
        (754.2, "12:34.2"),
    ],
)
def test_the_stopwatch_never_shows_sixty_seconds(running: float, value: str) -> None:
    practice = Practice(started=BLACKOUT)
    now = BLACKOUT + round(running * S)
    watch = on_air(facts_for(REHEARSAL, now=now, practice=practice)).stopwatch
    assert watch is not None
    assert english(watch.value) == value


def test_the_stopwatch_goes_step_by_step_and_stops_at_take() -> None:
    def steps(practice: Practice) -> list[str]:
        watch = on_air(facts_for(REHEARSAL, practice=practice)).stopwatch
        assert watch is not None
        return [english(label) for label, _, _ in watch.steps]

    assert steps(Practice(BLACKOUT)) == ["Spike shown", "Find it, stage it"]
    assert steps(Practice(BLACKOUT, 3.0)) == ["Spike shown", "Staged", "Look, then TAKE"]
    assert steps(Practice(BLACKOUT, 3.0, 5.0))[-1] == "Accepted by the network"
    assert steps(Practice(BLACKOUT, 3.0, 5.0, 10.4)) == [
        "Spike shown",
        "Staged",
        "Taken",
        "Accepted",
    ]
    stopped = on_air(facts_for(REHEARSAL, practice=Practice(BLACKOUT, 3.0, 5.0))).stopwatch
    assert stopped is not None
    assert stopped.seconds == 5.0
    assert on_air(facts_for(LIVE, practice=Practice(BLACKOUT))).stopwatch is None


def test_a_tab_has_every_picture_the_thread_the_price_and_the_pace() -> None:
    asset = BLACKOUT_01.asset
    assert asset.picture is not None
    several = replace(
        asset,
        more=(replace(asset.picture, alt="Another"),),
        thread=(Part("And then"), Part("the lights came back.")),
    )
    pace = Pace(12, 1_500, BLACKOUT + 3_600 * S)
    known = on_channels(bundled(), several, price=0.2, price_plain=0.015, pace=pace)
    view = preview(facts_for(preview=replace(BLACKOUT_01, asset=several), channels=known))
    first = view.tabs[0]
    assert first.picture is not None
    assert len(first.pictures) == 1
    assert first.parts == 2
    assert [english(note) for note in first.notes] == [
        "this post costs $0.20, without its link $0.015",
        "12 of 1,500 posts left until 21:37:30",
    ]


def test_a_post_without_a_link_says_one_price() -> None:
    known = on_channels(bundled(), BLACKOUT_01.asset, price=0.015, price_plain=0.015)
    view = preview(facts_for(preview=BLACKOUT_01, channels=known))
    assert [english(note) for note in view.tabs[0].notes] == ["this post costs $0.015"]


def test_a_row_says_how_long_a_post_was_up_and_until_when_it_waits() -> None:
    down, waits = rows(BLACKOUT_01, D.RETRACTED, D.WAITING)
    assert down.accepted is not None
    down = replace(down, retracted=down.accepted + 192 * S)
    waits = replace(waits, until=BLACKOUT + 90 * S)
    view = on_air(facts_for(on_air=(down, waits)))
    assert [english(row.after) for row in view.rows] == ["up for 3 min 12 s", "until 20:39:00"]
