"""A disk that takes no more lines: nothing leaves that is not in the log, nothing is lost."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from controlroom.errors import Refused
from controlroom.event.room_state import RoomState
from controlroom.messages import english
from tests.hygiene.records import Expect
from tests.room.still_room import StillRoom


@contextmanager
def full_disk(
    room: StillRoom, monkeypatch: pytest.MonkeyPatch, *kinds: str, after: int = 0
) -> Iterator[None]:
    """No line of these ``kinds`` (none named: no line at all) can be written but the first
    ``after``."""
    log = room.opened.thread.store.as_run
    append, left = log.append, [after]

    def full(kind: str, **told: Any) -> Any:
        if kinds and kind not in kinds:
            return append(kind, **told)
        if left[0] > 0:
            left[0] -= 1
            return append(kind, **told)
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(log, "append", full)
        yield


def on_disk(room: StillRoom) -> list[str]:
    store = room.opened.thread.store
    rows = store.outbox.of_event(room.room.event.slug, False)  # noqa: FBT003
    return [str(row.state) for row in rows]


def told(room: StillRoom, kind: str) -> list[dict[str, object]]:
    return [line for line in room.lines if line["kind"] == kind]


def alarms(room: StillRoom) -> list[str]:
    return [english(alarm.what) for alarm in room.room.night.board.standing.values()]


@pytest.mark.parametrize("kinds", [("take",), ("delivery",), ()])
def test_a_take_whose_line_cannot_be_written_is_no_take(
    live: StillRoom,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: Expect,
    kinds: tuple[str, ...],
) -> None:
    expected_logs("could not be written down")
    live.stage("record")
    live.pass_time(2)
    seen = live.fingerprint
    with full_disk(live, monkeypatch, *kinds):
        said = live.refused("take", fingerprint=seen, source="key")
        assert "could not be written down" in said
        assert live.in_preview == "record"
        assert live.fingerprint == seen
        live.pass_time(60)
    assert live.up == []
    assert on_disk(live) == []
    assert told(live, "take") == []
    live.take()
    assert len(told(live, "take")) == 1
    live.pass_time(30)
    assert len(live.up) == 3


def test_a_take_and_its_posts_are_written_in_one_go(
    live: StillRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that is killed leaves both on the disk, or neither."""
    log, with_the_first = live.opened.thread.store.as_run, list[str]()

    def heard(line: dict[str, object]) -> None:
        # Said of the first line, once it is on the disk.
        if not with_the_first:
            with_the_first.extend(one.kind for one in log.read(live.room.event.slug))
        live.lines.append(line)

    live.stage("record")
    live.pass_time(2)
    monkeypatch.setattr(live.room.night.journal, "_heard", heard)
    live.order("take", fingerprint=live.fingerprint, source="key")
    assert with_the_first[-4:] == ["delivery"] * 3 + ["take"]
    (line,) = told(live, "take")
    assert line["operator"] == live.room.operator
    assert line["take"] == live.deliveries[0].take


def test_hold_on_a_full_disk_brings_all_back_at_once_and_settles_later(
    live: StillRoom, monkeypatch: pytest.MonkeyPatch, expected_logs: Expect
) -> None:
    expected_logs("could not be")
    live.stage("record")
    live.take()
    with full_disk(live, monkeypatch):
        order = live.room.order("hold", {"by": "key"})
        live.settle()
        assert order.done()
        assert live.view.state is RoomState.HOLD
        assert live.room.night.posting.newest_pending() is None
        assert [kept.asset.slug for kept in live.room.night.posting.kept] == ["record"]
        assert any("cannot be written down" in what for what in alarms(live))
        live.pass_time(600)
        assert live.up == []
        assert on_disk(live) == ["pending"] * 3
    live.pass_time(70)
    assert on_disk(live) == ["cancelled"] * 3
    assert not any("cannot be written down" in what for what in alarms(live))
    assert [kept.asset.slug for kept in live.room.night.posting.kept] == ["record"]
    with_esc = [row.problem for row in live.deliveries]
    assert with_esc == [None] * 3
    live.order("release_hold")
    live.pass_time(60)
    assert live.up == []
    live.order("stage_next")
    assert live.in_preview == "record"
    live.take()
    live.pass_time(30)
    assert len(live.up) == 3


def test_what_cannot_be_written_as_being_sent_comes_back_and_esc_says_so(
    live: StillRoom, monkeypatch: pytest.MonkeyPatch, expected_logs: Expect
) -> None:
    expected_logs("could not be")
    live.stage("record")
    live.take()
    with full_disk(live, monkeypatch, "delivery"):
        live.order("cancel")
        assert live.in_preview == "record"
        assert live.room.notice is not None
        assert "Nothing left this computer" in english(live.room.notice)
        live.pass_time(120)
    live.pass_time(70)
    assert live.up == []
    assert on_disk(live) == ["cancelled"] * 3


def test_hold_while_a_take_cannot_be_written(
    live: StillRoom, monkeypatch: pytest.MonkeyPatch, expected_logs: Expect
) -> None:
    expected_logs("could not be written down")
    live.stage("record")
    live.pass_time(2)

    async def both() -> list[BaseException | None]:
        given = {"fingerprint": live.fingerprint, "source": "key"}
        return await asyncio.gather(
            live.room.carry_out("take", given),
            live.room.carry_out("hold", {}),
            return_exceptions=True,
        )

    with full_disk(live, monkeypatch, "take"):
        taken, held = live._submit(both())
    assert isinstance(taken, Refused)
    assert held is None
    assert live.view.state is RoomState.HOLD
    assert live.in_preview == "record"
    live.pass_time(60)
    assert live.up == []


def test_a_refusal_that_cannot_be_written_is_still_the_refusal(
    live: StillRoom, monkeypatch: pytest.MonkeyPatch, expected_logs: Expect
) -> None:
    expected_logs("a refusal of TAKE could not be written down")
    live.stage("record")
    live.pass_time(2)
    with full_disk(live, monkeypatch):
        assert "Preview changed" in live.refused("take", fingerprint="another", source="key")
