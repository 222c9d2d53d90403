"""What the as-run log says of a night: what Preview showed, what guards said, silences, numbers."""

import asyncio
from pathlib import Path

import pytest

from controlroom.errors import WrongInput
from controlroom.event.edits import RemoveAsset
from controlroom.event.moment import Intent
from controlroom.event.room_state import RoomState
from controlroom.messages import english
from controlroom.room.numbers import NOTED_EVERY_S
from controlroom.store.as_run import SealKey
from controlroom.store.open import open_store
from tests.hygiene.records import Expect
from tests.room.still_room import LIGHTS_OUT, StillRoom, bundled, furnish

SILENT = next(moment.slug for moment in bundled().moments if moment.intent is Intent.SILENT)
OPERATOR = "operator"


def told(room: StillRoom, kind: str) -> list[dict[str, object]]:
    return [line for line in room.lines if line["kind"] == kind]


def test_a_take_says_what_preview_showed_and_what_each_guard_said(rehearsal: StillRoom) -> None:
    rehearsal.stage("record")
    seen = rehearsal.fingerprint
    rehearsal.take()
    (line,) = told(rehearsal, "take")
    assert (line["fingerprint"], line["operator"], line["by"]) == (seen, OPERATOR, "key")
    asset = bundled().asset("record")
    shown = line["shown"]
    assert isinstance(shown, dict)
    assert list(shown) == list(bundled().channels)
    for channel, there in shown.items():
        assert there["words"] == asset.words_for(channel)
        pictures = asset.pictures_for(channel)
        assert [one["sha256"] for one in there["pictures"]] == [one.sha256 for one in pictures]
        assert [one["alt"] for one in there["pictures"]] == [one.alt for one in pictures]
    guards = line["guards"]
    assert isinstance(guards, list)
    assert {"account", "rights"} <= {one["guard"] for one in guards}
    assert all(one["label"] and one["says"] and one["level"] for one in guards)
    assert line["level"] in ("go", "note", "caution")
    assert isinstance(line["window_s"], int | float)


def test_a_refused_take_says_what_stood_there(rehearsal: StillRoom) -> None:
    rehearsal.stage("record")
    rehearsal.pass_time(2.0)
    reason = rehearsal.refused("take", fingerprint="another", source="key")
    (line,) = told(rehearsal, "take_refused")
    assert (line["why"], line["asset"], line["operator"]) == (reason, "record", OPERATOR)
    assert isinstance(line["guards"], list)
    assert line["fingerprint"] == rehearsal.fingerprint


def test_a_take_of_nothing_is_written_down_too(rehearsal: StillRoom) -> None:
    rehearsal.order("clear_preview")
    rehearsal.refused("take", fingerprint="", source="key")
    (line,) = told(rehearsal, "take_refused")
    assert "shown" not in line


def test_what_the_program_does_by_itself_has_no_name(rehearsal: StillRoom) -> None:
    rehearsal.until(LIGHTS_OUT + 30)
    spikes = told(rehearsal, "spike")
    assert spikes
    assert all("operator" not in line for line in spikes)
    rehearsal.order("mark", moment="safety")
    assert told(rehearsal, "edit")[-1]["operator"] == OPERATOR


def test_an_edit_says_of_what(rehearsal: StillRoom) -> None:
    rehearsal.order("mark", moment="safety")
    line = told(rehearsal, "edit")[-1]
    assert line["edit"] == "MarkMoment"
    assert line["what"] == {"moment": "safety", "at": rehearsal.clock.now(), "by_spike": False}
    rehearsal.order("undo")
    assert told(rehearsal, "undo")[-1]["operator"] == OPERATOR


def test_what_a_network_answered_is_kept(rehearsal: StillRoom) -> None:
    rehearsal.post("record")
    rows = {row.id: row for row in rehearsal.deliveries}
    accepted = [one for one in told(rehearsal, "delivery") if one["state"] == "accepted"]
    assert len(accepted) == 3
    for line in accepted:
        row = rows[str(line["delivery"])]
        assert (line["url"], line["remote_id"], line["accepted"], line["handle"]) == (
            row.url,
            row.remote_id,
            row.accepted,
            row.handle,
        )
    pending = [one for one in told(rehearsal, "delivery") if one["state"] == "pending"]
    assert all(one["pictures"] for one in pending)


def test_a_silence_is_written_down_once(rehearsal: StillRoom) -> None:
    assert told(rehearsal, "silence") == []
    rehearsal.order("mark", moment=SILENT)
    rehearsal.pass_time(5)
    rehearsal.pass_time(5)
    (line,) = told(rehearsal, "silence")
    assert (line["moment"], line["state"]) == (SILENT, "marked")
    assert line["title"] == bundled().moment(SILENT).title


def test_a_moment_we_posted_to_is_no_silence(rehearsal: StillRoom) -> None:
    rehearsal.post("record", SILENT)
    rehearsal.order("mark", moment=SILENT)
    rehearsal.pass_time(5)
    assert [line["moment"] for line in told(rehearsal, "silence")] == []


def test_numbers_are_written_now_and_then(rehearsal: StillRoom) -> None:
    rehearsal.post("record")
    for _ in range(4):
        rehearsal.pass_time(60)
    first = told(rehearsal, "metrics")
    assert len(first) == 1
    assert first[0]["take"] == rehearsal.deliveries[0].take
    rehearsal.pass_time(NOTED_EVERY_S)
    rehearsal.pass_time(1)
    assert len(told(rehearsal, "metrics")) == 2


def test_every_line_of_a_rehearsal_is_one_chain_from_its_first(rehearsal: StillRoom) -> None:
    rehearsal.order("mark", moment="safety")
    rehearsal.order("prep")
    rehearsal.order("rehearse")
    mine = [line for line in rehearsal.lines if line["run"]]
    assert [line["seq"] for line in mine] == list(range(1, len(mine) + 1))
    assert len({line["run"] for line in mine}) == 1
    log = rehearsal.opened.thread.store.as_run
    assert log.verify_chain(bundled().slug, str(mine[0]["run"])) is None
    assert log.verify_chain(bundled().slug) is None


def test_the_recap_of_a_rehearsal_is_written_where_it_was_asked_for(
    rehearsal: StillRoom, tmp_path: Path
) -> None:
    rehearsal.post("blackout-01", "lights-out")
    page = tmp_path / "there" / "recap.html"
    rehearsal.order("recap", path=str(page))
    said = page.read_text("utf-8")
    assert "Nothing of this was public." in said
    assert bundled().asset("blackout-01").words_for("x") in said
    assert said.count("data:image/webp;base64,") >= 1


def test_a_recap_has_the_picture_of_an_asset_that_is_gone(
    rehearsal: StillRoom, tmp_path: Path
) -> None:
    rehearsal.post("record")
    rehearsal.opened.submit(rehearsal.room.edit(RemoveAsset("record"))).result(30)
    page = tmp_path / "recap.html"
    rehearsal.order("recap", path=str(page))
    assert "data:image/webp;base64," in page.read_text("utf-8")


def test_a_recap_goes_to_the_documents_and_writes_nothing_over(
    rehearsal: StillRoom, controlroom_home: Path
) -> None:
    rehearsal.order("recap")
    rehearsal.order("recap")
    names = sorted(one.name for one in (controlroom_home / "documents").iterdir())
    assert names == [
        f"{bundled().slug} recap 2013-02-03 2.html",
        f"{bundled().slug} recap 2013-02-03.html",
    ]


def test_a_recap_that_cannot_be_written_is_told(rehearsal: StillRoom) -> None:
    order = rehearsal.room.order("recap", {"path": "/dev/null/recap.html"})
    with pytest.raises(Exception, match="cannot be written"):
        order.result(30)


@pytest.mark.parametrize("path", [".", "/", "~nobody-of-this-name/x.html", "a\0b", "\ud83d.html"])
def test_a_recap_is_not_written_where_there_can_be_no_file(
    rehearsal: StillRoom, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(WrongInput, match="is not the name of a file"):
        rehearsal.order("recap", path=path)
    assert sorted(tmp_path.iterdir()) == before


class Full(list[dict[str, object]]):
    """Lines that go to a file on a disk that is full."""

    def append(self, line: dict[str, object], /) -> None:
        raise OSError(28, "No space left on device")


def test_a_log_s_file_that_cannot_be_written_stops_no_take_and_no_hold(
    tmp_path: Path, expected_logs: Expect
) -> None:
    expected_logs("whoever follows could not be told")
    where = tmp_path / "data"
    with StillRoom(where, LIGHTS_OUT, RoomState.REHEARSAL, lines=Full()) as room:
        room.stage("record")
        room.take()
        store = room.opened.thread.store
        kept = store.outbox.of_event(bundled().slug, rehearsal=True)
        assert [one.state for one in kept] == [one.state for one in room.deliveries]
        assert room.in_preview is None
        room.order("hold", by="key")
        assert room.view.state is RoomState.HOLD


def test_wrap_tells_that_seals_were_not_checked(tmp_path: Path) -> None:
    where = tmp_path / "data"
    furnish(where)
    with open_store(where) as store:
        store.as_run.seal_with(SealKey(b"elsewhere" * 4))
        store.as_run.append("note", event=bundled().slug, at=1, rehearsal=False)
    with StillRoom(where) as room:
        room.order("go_live")
        room.order("wrap")
        for _ in range(5):
            room.pass_time(3)
        assert room.room.wrapped is not None
        notes = [english(note) for note in room.room.wrapped.notes]
        assert any("1 lines are sealed with a key that is not in the keyring" in n for n in notes)


def test_wrap_shows_the_end_of_the_log_and_writes_the_recap(live: StillRoom) -> None:
    live.post("record")
    live.order("wrap")
    for _ in range(5):
        live.pass_time(3)
    view = live.view.wrap
    assert view is not None
    head = live.opened.thread.store.as_run.head(bundled().slug)
    assert view.head_whole == str(head)
    assert view.sound is True
    assert [str(dict(count.values)["count"]) for count, _ in view.figures][:2] == ["1", "3"]
    assert told(live, "metrics")[-1]["take"] == live.deliveries[0].take
    live.order("recap")
    assert live.view.wrap is not None
    assert Path(live.view.wrap.recap_path).is_file()
    live.order("prep")
    assert live.view.wrap is None


def test_wrap_tells_of_a_log_that_was_changed(live: StillRoom) -> None:
    from tests.store.places import SqlitePlace

    place = SqlitePlace(live.where)
    place.unlock_log()
    place.order("UPDATE as_run SET kind = 'nothing' WHERE seq = 1 AND run = ''")
    live.order("wrap")
    for _ in range(5):
        live.pass_time(3)
    view = live.view.wrap
    assert view is not None
    assert view.sound is False


def test_a_silence_is_not_told_again_after_a_restart(tmp_path: Path) -> None:
    where = tmp_path / "data"
    with StillRoom(where, LIGHTS_OUT) as room:
        room.opened.submit(room.room.enter(RoomState.LIVE)).result(30)
        room.order("mark", moment=SILENT)
        room.pass_time(5)
        assert len(told(room, "silence")) == 1
    with StillRoom(where, LIGHTS_OUT + 60) as again:
        assert again.view.state is RoomState.HOLD
        again.pass_time(5)
        assert told(again, "silence") == []


def test_an_order_s_name_ends_with_the_order() -> None:
    from controlroom.room.ordered import ordered_by, who_ordered

    async def work() -> list[str | None]:
        seen = [who_ordered()]
        with ordered_by("Ann"):
            seen.append(await asyncio.create_task(_who()))
        return [*seen, who_ordered()]

    async def _who() -> str | None:
        return who_ordered()

    assert asyncio.run(work()) == [None, "Ann", None]
