"""Approvals in PREP, and the gaps of a template at the desk, as people order them."""

from dataclasses import replace
from pathlib import Path

import pytest

from controlroom.errors import UserFacingError
from controlroom.event.approvals import is_approved, said_of
from controlroom.event.asset import Approval, Asset
from controlroom.event.content import variant_digest
from controlroom.event.live_event import GuardSettings
from controlroom.event.room_state import RoomState
from controlroom.messages import english
from tests.room.still_room import CHANNELS, LIGHTS_OUT, StillRoom, bundled

S = 1_000_000


def asset(room: StillRoom, slug: str = "champions") -> Asset:
    return room.room.event.asset(slug)


def standing(room: StillRoom, slug: str = "champions") -> list[str]:
    now = room.clock.now()
    return [str(said_of(asset(room, slug), channel, now).standing) for channel in CHANNELS]


def told(room: StillRoom, kind: str) -> list[dict[str, object]]:
    """The lines of the as-run log of one kind."""
    return [line for line in room.lines if line["kind"] == kind]


def notice(room: StillRoom) -> str:
    assert room.room.notice is not None
    return english(room.room.notice)


def wrong(room: StillRoom, command: str, **arguments: str) -> str:
    with pytest.raises(UserFacingError) as refused:
        room.order(command, **arguments)
    return str(refused.value)


def test_a_yes_for_all_networks_is_one_order_and_one_undo(prep: StillRoom) -> None:
    before = asset(prep)
    assert standing(prep) == ["waiting"] * 3
    prep.order("approve", asset="champions", channel="all", by="Dana", pin=prep.pin_of("Dana"))
    assert is_approved(asset(prep), CHANNELS, prep.clock.now())
    assert notice(prep) == "Dana approved “Champions” for Bluesky, Mastodon, X."
    prep.order("undo")
    assert asset(prep) == before


def test_each_word_stands_in_the_log_with_what_it_was_for(prep: StillRoom) -> None:
    prep.order("approve", asset="champions", channel="all", by="Dana", pin=prep.pin_of("Dana"))
    prep.order("ask_changes", asset="champions", channel="x", by="Ruth Aldous", note=" Drier. ")
    assert [line["channel"] for line in told(prep, "approval")] == list(CHANNELS)
    (line,) = told(prep, "changes_asked")
    assert (line["asset"], line["channel"], line["by"]) == ("champions", "x", "Ruth Aldous")
    assert (line["note"], line["version"]) == ("Drier.", 1)
    assert line["digest"] == variant_digest(asset(prep), "x")


def test_a_yes_for_one_network_is_for_that_one(prep: StillRoom) -> None:
    prep.order("approve", asset="champions", channel="x", by="Dana", pin=prep.pin_of("Dana"))
    assert standing(prep) == ["waiting", "waiting", "approved"]
    prep.order("sit_here", name="Theo")
    prep.order("edit_words", asset="champions", channel="x", words="Ours is bigger.")
    assert standing(prep) == ["waiting", "waiting", "changed"]


def test_without_a_name_for_the_asset_the_chosen_one_is_meant(prep: StillRoom) -> None:
    assert wrong(prep, "approve", channel="all", by="Dana").startswith("No asset is chosen")
    prep.order("select_asset", asset="champions")
    prep.order("approve", channel="all", by="Dana", pin=prep.pin_of("Dana"))
    assert standing(prep) == ["approved"] * 3


def test_a_yes_can_end(prep: StillRoom) -> None:
    prep.order(
        "approve",
        asset="champions",
        channel="all",
        by="Dana",
        pin=prep.pin_of("Dana"),
        until="2013-02-03 22:00",
    )
    assert notice(prep).endswith("until Sun 3 Feb, 22:00.")
    ends = asset(prep).approvals[0].until
    assert ends == prep.starts + 4 * 3_600 * S
    prep.until(4 * 3_600 - 1)
    assert standing(prep) == ["approved"] * 3
    prep.pass_time(1)
    assert standing(prep) == ["expired"] * 3


def test_a_yes_up_to_a_day_holds_until_its_end(prep: StillRoom) -> None:
    prep.order(
        "approve",
        asset="champions",
        channel="all",
        by="Dana",
        pin=prep.pin_of("Dana"),
        until="2013-02-03",
    )
    assert notice(prep).endswith("until Sun 3 Feb, 23:59.")
    prep.until(6 * 3_600 - 1)
    assert standing(prep) == ["approved"] * 3
    prep.pass_time(1)
    assert standing(prep) == ["expired"] * 3


def test_a_yes_names_the_year_in_which_it_ends_where_that_is_another(prep: StillRoom) -> None:
    prep.order(
        "approve",
        asset="champions",
        channel="all",
        by="Dana",
        pin=prep.pin_of("Dana"),
        until="2014-02-03 22:00",
    )
    assert notice(prep).endswith("until Mon 3 Feb 2014, 22:00.")
    given = {"asset": "champions", "channel": "all", "by": "Dana"}
    assert "ends at Fri 3 Feb 2012, 22:00, has" in wrong(
        prep, "approve", **given, until="2012-02-03 22:00"
    )
    assert "ends at Sat 2 Feb, 22:00, has" in wrong(
        prep, "approve", **given, until="2013-02-02 22:00"
    )


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("2013-02-02", "has ended already"),
        ("9999-12-31", "is no date and time"),
        ("2014-02-03", ""),
        ("tomorrow", "“tomorrow” is no date and time"),
        ("2013-02-30 20:00", "is no date and time"),
        ("2013-02-03 18:00", "has ended already"),
        ("9999-12-31T23:59:59", "is no date and time"),
        ("9999-12-30T23:59:59", ""),
        ("0001-01-01 00:00", "has ended already"),
        ("2013-02-03T23:00Z", "has ended already"),
        ("2013-02-04T04:00Z", ""),
    ],
)
def test_when_it_ends_is_read_by_the_clock_of_the_event(
    prep: StillRoom, until: str, said: str
) -> None:
    given = {"asset": "champions", "channel": "all", "by": "Dana", "until": until}
    if not said:
        prep.order("approve", **given, pin=prep.pin_of("Dana"))
        assert standing(prep) == ["approved"] * 3
        return
    assert said in wrong(prep, "approve", **given)
    assert standing(prep) == ["waiting"] * 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"by": "Theo"}, "Theo is not among those who may approve. These may: Dana, Ruth Aldous."),
        ({"by": "Somebody"}, "Somebody is not among those who may approve"),
        ({"by": "  "}, "Nobody is named who says so"),
        ({}, "Nobody is named who says so"),
        ({"by": "Dana", "asset": "nothing"}, "nothing"),
        ({"by": "Dana", "channel": "threads"}, "The event does not post to “threads”"),
    ],
)
def test_who_may_not_and_what_is_not_there_is_told(
    prep: StillRoom, arguments: dict[str, str], said: str
) -> None:
    assert said in wrong(prep, "approve", **{"asset": "champions", "channel": "all", **arguments})
    assert standing(prep) == ["waiting"] * 3
    assert told(prep, "approval") == []


def test_the_name_is_written_as_the_event_has_it(prep: StillRoom) -> None:
    prep.order(
        "approve",
        asset="champions",
        channel="x",
        by=" ruth  ALDOUS ",
        pin=prep.pin_of("Ruth Aldous"),
    )
    assert asset(prep).approvals[0].by == "Ruth Aldous"


def test_who_sits_at_the_desk_speaks_for_themself_and_not_for_their_own(prep: StillRoom) -> None:
    prep.sits("Dana")
    prep.order("edit_words", asset="champions", channel="x", words="Mine.")
    prep.order("approve", asset="champions", channel="bluesky")
    assert standing(prep) == ["approved", "waiting", "waiting"]
    for by in ("", "dana", " DANA"):
        assert "somebody else has to approve it" in wrong(
            prep, "approve", asset="champions", channel="all", by=by
        )
    assert standing(prep) == ["approved", "waiting", "waiting"]
    prep.order(
        "approve",
        asset="champions",
        channel="all",
        by="Ruth Aldous",
        pin=prep.pin_of("Ruth Aldous"),
    )
    assert standing(prep) == ["approved"] * 3


def test_asking_for_changes_needs_a_note_and_ends_a_yes(prep: StillRoom) -> None:
    given = {"asset": "blackout-01", "channel": "mastodon", "by": "Ruth Aldous"}
    assert wrong(prep, "ask_changes", **given, note="  ") == "Write what has to change."
    prep.order("ask_changes", **given, note="Not so dark.")
    assert standing(prep, "blackout-01") == ["approved", "changes", "approved"]
    assert notice(prep) == "Ruth Aldous asks for changes of “Blackout 01” on Mastodon."
    prep.sits("Ruth Aldous")
    prep.order("undo")
    assert standing(prep, "blackout-01") == ["approved"] * 3


def test_what_was_said_can_be_taken_back(prep: StillRoom) -> None:
    prep.sits("Dana")
    prep.order("take_back_approval", asset="blackout-01", channel="x")
    assert standing(prep, "blackout-01") == ["approved", "approved", "waiting"]
    assert [line["channel"] for line in told(prep, "approval_taken_back")] == ["x"]
    assert "Nobody has said anything" in wrong(
        prep, "take_back_approval", asset="blackout-01", channel="x"
    )
    prep.order("undo")
    assert standing(prep, "blackout-01") == ["approved"] * 3


def test_on_the_night_nobody_approves_any_more(live: StillRoom) -> None:
    for command, more in (("approve", {}), ("ask_changes", {"note": "No"})):
        said = wrong(live, command, asset="champions", channel="all", by="Dana", **more)
        assert said.endswith("is not possible in LIVE.")
    assert standing(live) == ["waiting"] * 3


def test_where_no_people_are_named_nobody_can_show_who_they_are(tmp_path: Path) -> None:
    event = replace(bundled(), people=(), settings=GuardSettings())
    with StillRoom(tmp_path / "data", event=event) as room:
        said = wrong(room, "approve", asset="champions", channel="all", by="Anybody")
        assert "Set a PIN for them under P" in said
        assert standing(room) == ["waiting"] * 3
        assert "priya made “Champions”" in wrong(
            room, "approve", asset="champions", channel="all", by="priya"
        )


def test_where_nobody_is_an_approver_it_says_so(tmp_path: Path) -> None:
    event = replace(bundled(), people=bundled().people[2:], settings=GuardSettings())
    with StillRoom(tmp_path / "data", event=event) as room:
        said = wrong(room, "approve", asset="champions", channel="all", by="Theo")
        assert said.endswith("Put an approver on its list of people.")


def test_without_an_account_there_is_nothing_to_approve_it_for(tmp_path: Path) -> None:
    with StillRoom(tmp_path / "data", event=replace(bundled(), accounts=())) as room:
        assert "has no account yet" in wrong(
            room, "approve", asset="champions", channel="all", by="Dana"
        )


def test_a_yes_is_there_after_a_restart(tmp_path: Path) -> None:
    with StillRoom(tmp_path / "data") as room:
        room.order(
            "approve",
            asset="champions",
            channel="all",
            by="Dana",
            pin=room.pin_of("Dana"),
            until="2013-02-04 00:00",
        )
        said: tuple[Approval, ...] = asset(room).approvals
    with StillRoom(tmp_path / "data") as room:
        assert asset(room).approvals == said


# --- Gaps ----------------------------------------------------------------------------------------


def shown(room: StillRoom) -> list[str]:
    preview = room.room.night.posting.preview
    assert preview is not None
    return [preview.asset.words_for(channel) for channel in CHANNELS]


@pytest.fixture
def template(live: StillRoom) -> StillRoom:
    """The desk, LIVE, with the template in Preview."""
    live.stage("scoreboard")
    return live


def test_a_template_goes_out_filled_and_approved(template: StillRoom) -> None:
    template.order("fill_slot", name="side", words=" ravens ")
    template.order("fill_slot", name="score", words="21–6")
    assert template.poll("approval") == "go"
    template.take()
    template.pass_time(25)
    assert set(template.up) == {
        f"{channel}: Ravens ahead, 21–6. The dip is level." for channel in CHANNELS
    }


def test_an_empty_gap_does_not_go_out(template: StillRoom) -> None:
    template.order("fill_slot", name="side", words="Ravens")
    template.pass_time(2)
    assert template.refused("take", fingerprint=template.fingerprint, source="key")
    assert template.states == []


def test_what_breaks_the_rules_asks_for_a_second_yes(template: StillRoom) -> None:
    template.order("fill_slot", name="score", words="21–6")
    for words, level in (("Ravens", "go"), ("Bluefins", "caution"), ("49ERS", "go")):
        template.order("fill_slot", name="side", words=words)
        assert (words, template.poll("approval")) == (words, level)
    template.order("fill_slot", name="score", words="twenty-one to six")
    assert template.poll("approval") == "caution"


def test_a_gap_can_be_emptied_again(template: StillRoom) -> None:
    template.order("fill_slot", name="side", words="Ravens")
    assert shown(template)[0].startswith("Ravens ahead")
    template.order("fill_slot", name="side", words="")
    assert shown(template)[0].startswith("{side} ahead")


def test_filling_in_is_a_change_that_is_seen_before_it_is_taken(template: StillRoom) -> None:
    seen = template.fingerprint
    template.order("fill_slot", name="side", words="Ravens")
    assert template.fingerprint != seen
    assert template.refused("take", fingerprint=seen, source="key")


def test_a_second_yes_is_not_for_what_is_filled_in_after(template: StillRoom) -> None:
    template.order("fill_slot", name="score", words="twenty-one to six")
    template.order("fill_slot", name="side", words="Ravens")
    template.turn_second_key()
    assert template.room.key_turned(template.room.poll())
    template.order("fill_slot", name="score", words="twenty-eight to six")
    assert not template.room.key_turned(template.room.poll())


def test_only_gaps_that_are_there_can_be_filled(live: StillRoom) -> None:
    assert live.refused("fill_slot", name="side", words="x").startswith("There is nothing")
    live.stage("blackout-01")
    assert live.refused("fill_slot", name="side", words="x") == (
        "“Blackout 01” in Preview has no gaps to fill."
    )
    live.stage("scoreboard")
    assert live.refused("fill_slot", name="player", words="x") == (
        "There is no gap “player” in Preview. It has: side, score."
    )


def test_the_library_keeps_the_gaps(template: StillRoom) -> None:
    template.order("fill_slot", name="side", words="Ravens")
    assert asset(template, "scoreboard").filled == ()
    template.stage("scoreboard")
    assert shown(template)[0].startswith("{side} ahead")


def test_what_was_filled_in_is_there_after_the_program_was_killed(tmp_path: Path) -> None:
    with StillRoom(tmp_path / "data", LIGHTS_OUT) as room:
        room.order("go_live")
        room.stage("scoreboard")
        room.order("fill_slot", name="side", words="Ravens")
        room.order("fill_slot", name="score", words="21–6")
        words = shown(room)
    with StillRoom(tmp_path / "data", LIGHTS_OUT + 20) as room:
        assert room.view.state is RoomState.HOLD
        room.order("release_hold")
        room.order("stage_next")
        assert shown(room) == words
        assert room.poll("approval") == "go"


def test_a_filled_template_that_was_cancelled_comes_back_filled(template: StillRoom) -> None:
    template.order("fill_slot", name="side", words="Ravens")
    template.order("fill_slot", name="score", words="21–6")
    words = shown(template)
    template.take()
    template.order("cancel")
    assert shown(template) == words
    assert template.poll("approval") == "go"
