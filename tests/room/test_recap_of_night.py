"""A night in a room, and what its log and the recap that is read from it say of it afterwards."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from controlroom.channels.base import Channel
from controlroom.clock import Clock
from controlroom.event.moment import Intent
from controlroom.report.night import Night
from controlroom.report.reading import night_of
from tests.room.still_room import CHANNELS, StillRoom, bundled
from tests.room.test_aftercare import Doubtful
from tests.support.answering import Reader, sheet_of

SILENT = next(moment.slug for moment in bundled().moments if moment.intent is Intent.SILENT)


def told(room: StillRoom, kind: str) -> list[dict[str, object]]:
    return [line for line in room.lines if line["kind"] == kind]


def night(room: StillRoom) -> Night:
    thread = room.opened.thread
    run = room.room.night.run if room.room.night.simulated else ""
    lines = thread.store.as_run.read(bundled().slug, run=run)
    return night_of(room.room.event, lines, rehearsal=bool(run))


# Silences


def test_what_was_taken_down_again_was_no_silence(live: StillRoom) -> None:
    live.post("record", SILENT)
    live.begin("retract")
    live.pass_time(10)
    assert set(live.states) == {"retracted"}
    live.order("mark", moment=SILENT)
    live.pass_time(5)
    assert told(live, "silence") == []


def test_what_may_have_arrived_is_no_silence(tmp_path: Path) -> None:
    made: dict[str, Doubtful] = {}

    def ways(clock: Clock) -> Mapping[str, Channel]:
        made.update({key: Doubtful(key, clock) for key in CHANNELS})
        return made

    with StillRoom(tmp_path / "data", channels=ways) as room:
        room.order("go_live")
        for way in made.values():
            way.doubtful = True
        room.post("record", SILENT)
        assert set(room.states) == {"unknown"}
        room.order("mark", moment=SILENT)
        room.pass_time(5)
        assert told(room, "silence") == []
        for row in room.deliveries:
            room.order("resolve", delivery=row.id, verdict="not_sent")
        room.pass_time(5)
        assert [line["moment"] for line in told(room, "silence")] == [SILENT]


def test_a_post_that_was_cancelled_leaves_the_silence(live: StillRoom) -> None:
    live.stage("record", SILENT)
    live.take()
    live.order("mark", moment=SILENT)
    assert told(live, "silence") == [], "it is about to go out"
    live.order("cancel")
    live.pass_time(5)
    assert [line["moment"] for line in told(live, "silence")] == [SILENT]
    assert [one.slug for one in night(live).silences] == [SILENT]


def test_a_silence_ends_with_ctrl_z(live: StillRoom) -> None:
    live.order("mark", moment=SILENT)
    live.pass_time(5)
    assert [one.slug for one in night(live).silences] == [SILENT]
    live.order("undo")
    assert night(live).silences == ()


# Undo


@pytest.mark.parametrize("fixture", ["live", "rehearsal"])
def test_an_undo_names_what_it_takes_back(fixture: str, request: pytest.FixtureRequest) -> None:
    room: StillRoom = request.getfixturevalue(fixture)
    room.order("mark", moment="safety")
    room.order("mark", moment="final-whistle")
    room.order("undo")
    room.order("undo")
    edits = [line["revision"] for line in told(room, "edit")]
    assert [line["takes_back"] for line in told(room, "undo")] == edits[::-1]


def test_a_mark_outlives_the_undo_of_an_answer(tmp_path: Path) -> None:
    event = bundled()
    first = replace(event.assets[0], approvals=(), authors=())
    settings = replace(event.settings, approver="")
    event = replace(event, assets=(first, *event.assets[1:]), people=(), settings=settings)
    page = sheet_of(replace(event, assets=(first,), cues=(), slots=()))
    file = Reader(page).write(tmp_path / "answers.json")
    with StillRoom(tmp_path / "data", event=event) as room:
        room.order("go_live")
        room.order("mark", moment="coin-toss")
        room.order("wrap")
        room.order("prep")
        room.order("take_answers", path=str(file))
        lines = told(room, "approval")
        assert [line["channel"] for line in lines] == list(event.channels)
        assert {(line["asset"], line["by"], line["verdict"]) for line in lines} == {
            (first.slug, "Robin", "approved")
        }
        kept = room.room.event.assets[0].approvals
        assert [line["digest"] for line in lines] == [one.digest for one in kept]
        assert {line["file"] for line in lines} == {told(room, "answers")[0]["sha256"]}
        for line in reversed(lines):
            room.order("undo")
            assert told(room, "undo")[-1]["takes_back"] == line["revision"]
        assert room.moment("coin-toss").marked is not None
        assert [one.slug for one in night(room).moments] == ["coin-toss"]
        room.order("undo")
        assert night(room).moments == ()


def test_a_term_put_back_is_an_undo_in_the_log(live: StillRoom) -> None:
    live.order("terms")
    live.order("mark", moment="safety")
    live.order("term_remove", term=bundled().terms[0].slug)
    live.order("term_back")
    assert told(live, "undo")[-1]["takes_back"] == told(live, "edit")[-1]["revision"]
    assert [one.slug for one in night(live).moments] == ["safety"]


# LIVE


def test_live_for_a_command_is_no_night(prep: StillRoom) -> None:
    prep._submit(prep.room.live_for_a_command())
    prep.order("wrap")
    prep.order("prep")
    assert night(prep).live_from is None
    prep.pass_time(600)
    began = prep.clock.now()
    prep.order("go_live")
    prep.pass_time(60)
    ended = prep.clock.now()
    prep.order("wrap")
    prep.order("prep")
    prep.pass_time(600)
    prep.order("rehearse")
    prep.order("prep")
    assert (night(prep).live_from, night(prep).live_until) == (began, ended)


def test_what_was_taken_in_hold_is_told_of_it(live: StillRoom) -> None:
    live.order("hold")
    live.order("pause")
    live.pass_time(2)
    live.turn_second_key()
    live.order("take", fingerprint=live.fingerprint, source="key")
    live.pass_time(40)
    live.order("release_hold")
    (hold,) = night(live).holds
    assert [(post.taken >= hold.since, count) for post, count in night(live).out_during(hold)] == [
        (True, 3)
    ]


# Words on deliveries


def test_a_retract_names_take_asset_and_networks(live: StillRoom) -> None:
    live.post("record")
    live.begin("retract")
    live.pass_time(10)
    (line,) = told(live, "retract")
    assert (line["take"], line["asset"], line["title"], line["networks"]) == (
        live.deliveries[0].take,
        "record",
        bundled().asset("record").title,
        list(CHANNELS),
    )
    assert [(one.what, one.networks) for one in night(live).retracted] == [
        (bundled().asset("record").title, CHANNELS)
    ]


def test_what_the_operator_says_was_sent_is_their_word(tmp_path: Path) -> None:
    made: dict[str, Doubtful] = {}

    def ways(clock: Clock) -> Mapping[str, Channel]:
        made.update({key: Doubtful(key, clock) for key in CHANNELS})
        return made

    with StillRoom(tmp_path / "data", channels=ways) as room:
        room.order("go_live")
        room.room.operator = "Ann"
        made["x"].doubtful = True
        room.post("record", "lights-out")
        row = next(row for row in room.deliveries if row.channel == "x")
        room.begin("resolve", delivery=row.id, verdict="sent", url="https://x.test/1")
        room.pass_time(1)
        assert told(room, "resolve")[-1]["by"] == "Ann"
        (post,) = night(room).posts
        assert {one.channel: one.word for one in post.sent} == {
            "bluesky": "",
            "mastodon": "",
            "x": "Ann",
        }
        assert post.accepted == min(one.accepted for one in room.deliveries if one is not row and
                                    one.channel != "x" and one.accepted is not None)  # fmt: skip
