"""The second key in a whole room: whose it is, what it is bound to, what is written of it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from controlroom.clock import MICROS
from controlroom.desk.view import TakeFace
from controlroom.event.live_event import LiveEvent, Person, PersonRole, Policy
from controlroom.event.room_state import RoomState
from controlroom.posting.second_key import STEP_S, code_at
from tests.hygiene.memory_keyring import MemoryKeyring
from tests.room.still_room import LIGHTS_OUT, SECRET, StillRoom, bundled

OPERATOR, APPROVER = PersonRole
PIN, OTHER_PIN = "4728", "905162"
DANA = Person("Dana", APPROVER, phone="555 0101")
RAJ = Person("Raj", APPROVER)


def event(*people: Person, policy: Policy = Policy.TWO_PEOPLE) -> LiveEvent:
    settings = replace(bundled().settings, policy=policy)
    return replace(bundled(), people=people, settings=settings)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[StillRoom]:
    """PREP: Dana with the authenticator of the settings, Raj with a PIN."""
    with StillRoom(tmp_path / "data", event=event(DANA, RAJ)) as room:
        room.order("person_pin", name="Raj", pin=PIN, again=PIN)
        yield room


def held(desk: StillRoom) -> StillRoom:
    """In HOLD with the pause asset in Preview: CAUTION whatever else."""
    desk.order("go_live")
    desk.order("hold")
    desk.order("pause")
    desk.pass_time(2)
    assert desk.view.take.face is TakeFace.SECOND_KEY
    return desk


def keys_noted(desk: StillRoom) -> list[dict[str, object]]:
    return [line for line in desk.lines if line["kind"] == "second_key"]


def code(desk: StillRoom, later: int = 0) -> str:
    return code_at(SECRET, desk.clock.now() // MICROS // STEP_S + later)


def test_a_pin_turns_the_key_and_the_log_says_whose_it_was(desk: StillRoom) -> None:
    held(desk)
    seen = desk.fingerprint
    for typed in ("4", "47", "472", "4728"):
        desk.order("second_key", digits=typed)
        assert desk.view.take.digits == len(typed)
    assert desk.view.take.face is TakeFace.SECOND_KEY, "only Enter says that it is all"
    desk.order("second_key", digits=PIN, enter="yes")
    assert desk.view.take.face is TakeFace.ARMED
    assert desk.room.turned_by == ("Raj", "pin")
    (line,) = keys_noted(desk)
    assert (line["state"], line["who"], line["how"]) == ("turned", "Raj", "pin")
    assert line["fingerprint"] == seen
    assert "held" in str(line["asked"])
    desk.take()
    (taken,) = [line for line in desk.lines if line["kind"] == "take"]
    assert (taken["key_by"], taken["key_how"]) == ("Raj", "pin")
    assert desk.view.take.window == 10


def test_where_a_pin_may_come_six_digits_wait_for_enter(desk: StillRoom) -> None:
    held(desk)
    assert desk.view.take.masked
    desk.order("second_key", digits=code(desk))
    assert desk.view.take.face is TakeFace.SECOND_KEY
    desk.order("second_key", digits=code(desk), enter="yes")
    assert desk.room.turned_by == ("Dana", "code")


def test_too_few_digits_are_no_try(desk: StillRoom) -> None:
    held(desk)
    for _ in range(5):
        assert "six digits" in desk.refused("second_key", digits="472", enter="yes")
    desk.order("second_key", digits=PIN, enter="yes")
    assert desk.view.take.face is TakeFace.ARMED


def test_after_three_wrong_tries_each_waits_twice_as_long_over_a_restart_too(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    with StillRoom(data, event=event(DANA, RAJ)) as desk:
        desk.order("person_pin", name="Raj", pin=PIN, again=PIN)
        held(desk)
        for _ in range(3):
            told = desk.refused("second_key", digits="9051", enter="yes")
        assert "5 s" in told
        assert desk.view.take.wait == 5
        assert "wait 5 s" in desk.refused("second_key", digits=PIN, enter="yes")
        desk.pass_time(6)
        assert desk.view.take.wait == 0
        assert "10 s" in desk.refused("second_key", digits="9051", enter="yes")
    with StillRoom(data, at_s=9_010, state=RoomState.HOLD) as desk:
        desk.order("pause")
        assert desk.view.take.wait > 0
        assert "wait" in desk.refused("second_key", digits=PIN, enter="yes")
        assert "wait" in desk.refused("second_key", digits=code(desk), enter="yes")
        desk.pass_time(20)
        desk.order("second_key", digits=PIN, enter="yes")
        assert desk.view.take.face is TakeFace.ARMED
        assert desk.room.keys.tries.wrong == 0
    states = [line["state"] for line in keys_noted(desk)]
    assert states == ["turned"]


def test_no_code_is_taken_twice_by_another_preview_or_after_a_restart(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with StillRoom(data, event=event(DANA)) as desk:
        held(desk)
        used = code(desk)
        desk.order("second_key", digits=used)
        assert desk.view.take.face is TakeFace.ARMED
        desk.order("correction")
        assert "Not right" in desk.refused("second_key", digits=used)
    with StillRoom(data, at_s=9_002, state=RoomState.HOLD) as desk:
        desk.order("pause")
        assert code(desk) == used
        assert "Not right" in desk.refused("second_key", digits=used)
        desk.order("second_key", digits=code(desk, 1))
        assert desk.view.take.face is TakeFace.ARMED


def test_any_change_of_preview_asks_anew(desk: StillRoom) -> None:
    held(desk)
    desk.order("second_key", digits=PIN, enter="yes")
    assert desk.view.take.face is TakeFace.ARMED
    desk.order("edit_words", channel="bluesky", words="Other words.")
    assert desk.view.take.face is TakeFace.SECOND_KEY
    assert desk.room.turned_by is None
    desk.order("second_key", digits=PIN, enter="yes")
    assert desk.view.take.face is TakeFace.ARMED
    desk.order("correction")
    assert desk.view.take.face is TakeFace.SECOND_KEY
    desk.order("pause")
    assert desk.view.take.face is TakeFace.SECOND_KEY, "not even the same again"


def test_whoever_sits_at_the_desk_turns_no_key(desk: StillRoom) -> None:
    desk.order("sit_here", name="raj", pin=PIN)
    held(desk)
    assert [person.name for person in desk.room.event.people] == ["Dana", "Raj"]
    assert "Ask Dana" in str(desk.view.take.line) or desk.view.take.masked is False
    told = desk.refused("second_key", digits=PIN, enter="yes")
    assert "Raj sits at this desk" in told
    (line,) = keys_noted(desk)
    assert (line["state"], line["who"], line["how"]) == ("refused", "Raj", "pin")
    assert desk.view.take.face is TakeFace.SECOND_KEY


def test_nobody_turns_it_for_what_they_made(tmp_path: Path) -> None:
    night = event(DANA, RAJ)
    slug = dict(night.slots)["0"]
    night = night.with_asset(replace(night.asset(slug), authors=("RAJ",)))
    with StillRoom(tmp_path / "data", event=night) as desk:
        desk.order("person_pin", name="Raj", pin=PIN, again=PIN)
        held(desk)
        assert "nobody approves their own" in desk.refused("second_key", digits=PIN, enter="yes")
        desk.order("second_key", digits=code(desk), enter="yes")
        assert desk.room.turned_by == ("Dana", "code")


def test_a_client_is_asked_for_where_the_policy_says_so(tmp_path: Path) -> None:
    client = Person("Nia", APPROVER, client=True)
    with StillRoom(tmp_path / "data", event=event(RAJ, client, policy=Policy.CLIENT)) as desk:
        desk.order("person_pin", name="Raj", pin=PIN, again=PIN)
        desk.order("person_pin", name="Nia", pin=OTHER_PIN, again=OTHER_PIN)
        held(desk)
        told = desk.refused("second_key", digits=PIN, enter="yes")
        assert "Raj does not speak for the client" in told
        assert "not run solo" in desk.refused("solo_key", reason="they are asleep")
        desk.order("second_key", digits=OTHER_PIN, enter="yes")
        assert desk.room.turned_by == ("Nia", "pin")


def test_solo_takes_a_reason_and_no_code(tmp_path: Path) -> None:
    with StillRoom(tmp_path / "data", event=event(DANA, policy=Policy.SOLO)) as desk:
        desk.order("sit_here", name="Sam")
        desk.order("go_live")
        desk.order("hold")
        desk.order("pause")
        desk.pass_time(2)
        assert desk.view.take.face is TakeFace.SOLO
        assert desk.view.masthead.solo is not None
        assert "run solo" in desk.refused("second_key", digits=code(desk))
        assert "Say why" in desk.refused("solo_key", reason="  a ")
        desk.order("solo_key", reason="  the client  sleeps ")
        assert desk.view.take.face is TakeFace.ARMED
        (line,) = keys_noted(desk)
        assert (line["who"], line["how"], line["why"]) == ("Sam", "solo", "the client sleeps")
        desk.take()
        assert desk.view.take.window == 10
        desk.order("cancel")
        desk.order("correction")
        assert desk.view.take.face is TakeFace.SOLO


def test_where_nobody_has_anything_it_says_what_to_do(tmp_path: Path) -> None:
    with StillRoom(tmp_path / "data", event=event(DANA), second_key=None) as desk:
        held(desk)
        told = desk.refused("second_key", digits="123456")
        assert "PIN or an authenticator" in told
        assert desk.room.keys.tries.wrong == 0


def test_in_a_rehearsal_pins_and_the_practice_code_turn_it(tmp_path: Path) -> None:
    start = LIGHTS_OUT - 30
    with StillRoom(tmp_path / "data", start, event=event(DANA, RAJ)) as desk:
        desk.order("person_pin", name="Raj", pin=PIN, again=PIN)
        desk.order("rehearse")
        desk.order("hold")
        desk.order("pause")
        desk.pass_time(2)
        first = desk.room.practice_code()
        assert first is not None
        desk.order("second_key", digits=first, enter="yes")
        assert desk.view.take.face is TakeFace.REHEARSAL
        desk.order("correction")
        assert desk.room.practice_code() != first, "one that opens stands on the button"
        desk.order("second_key", digits=PIN, enter="yes")
        assert desk.room.turned_by == ("Raj", "pin")
        desk.order("pause")
        assert "Not right" in desk.refused("second_key", digits=code(desk), enter="yes")


def test_neither_pin_nor_hash_nor_secret_is_written_anywhere_but_the_keyring(
    desk: StillRoom, tmp_path: Path
) -> None:
    desk.order("person_code", name="Raj")
    secret = desk.room.people_sheet.secret
    step = desk.clock.now() // MICROS // STEP_S
    desk.order("person_code_confirm", digits=code_at(secret, step))
    held(desk)
    desk.refused("second_key", digits="905162", enter="yes")
    desk.order("second_key", digits=PIN, enter="yes")
    kept = dict(MemoryKeyring.entries)
    hashes = [text for text in kept.values() if text.startswith("$argon2id$")]
    assert len(hashes) == 1
    assert secret in kept.values()
    told = repr(desk.lines) + repr(desk.view)
    for text in (*hashes, secret, f"'{PIN}'", "905162"):
        assert text not in told
    files = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert files
    for path in files:
        content = path.read_bytes()
        assert b"$argon2" not in content, path
        assert secret.encode() not in content, path
