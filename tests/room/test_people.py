"""Orders about people: who there is, how they say yes, who sits here."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from controlroom.clock import MICROS
from controlroom.errors import UserFacingError
from controlroom.event.live_event import Person, PersonRole, Policy
from controlroom.messages import english
from controlroom.posting.second_key import STEP_S, code_at
from tests.room.still_room import SECRET, StillRoom, bundled

OPERATOR, APPROVER = PersonRole
PIN = "4728"


@pytest.fixture
def prep(tmp_path: Path) -> Iterator[StillRoom]:
    """A room in PREP whose event names nobody but the approver of its settings."""
    with StillRoom(tmp_path / "data", event=replace(bundled(), people=())) as room:
        yield room


def wrong(room: StillRoom, command: str, **arguments: str) -> str:
    """What an order is refused with."""
    with pytest.raises(UserFacingError) as error:
        room.order(command, **arguments)
    return str(error.value)


def step(room: StillRoom) -> int:
    return room.clock.now() // MICROS // STEP_S


def has(room: StillRoom, name: str) -> frozenset[str]:
    return room.room.ways_of(name)


def test_people_come_change_and_go_and_each_step_can_be_taken_back(prep: StillRoom) -> None:
    prep.order("person_put", name="  Raj   Patel ", phone=" 555  0102 ", client="yes")
    raj = Person("Raj Patel", APPROVER, client=True, phone="555 0102")
    assert prep.room.event.people == (raj,)
    prep.order("person_put", name="Raj Patel", was="raj patel", role="operator")
    assert prep.room.event.people == (replace(raj, role=OPERATOR),)
    prep.order("person_remove", name="RAJ PATEL")
    assert prep.room.event.people == ()
    prep.order("undo")
    prep.order("undo")
    assert prep.room.event.people == (raj,)
    noted = [line for line in prep.lines if line["kind"] == "people"]
    assert [line["state"] for line in noted] == ["put", "put", "removed"]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"name": "  "}, "Give a name"),
        ({"name": "x" * 61}, "60 characters"),
        ({"name": "a\x00b"}, "plain text"),
        ({"name": "Bo", "role": "boss"}, "“boss” is no role"),
        ({"name": "dana"}, "There is a dana already"),
        ({"name": "Bo", "was": "Nobody"}, "nobody called Nobody"),
    ],
)
def test_what_is_wrong_with_a_person_is_said_and_changes_nothing(
    prep: StillRoom, given: dict[str, str], why: str
) -> None:
    before = prep.room.event
    assert why in wrong(prep, "person_put", **given)
    assert prep.room.event == before


def test_the_approver_of_the_settings_is_removed_and_renamed_too(prep: StillRoom) -> None:
    assert prep.room.event.settings.approver == "Dana"
    prep.order("person_put", name="Dana Smith", was="Dana")
    assert prep.room.event.settings.approver == "Dana Smith"
    prep.order("person_remove", name="Dana Smith")
    assert prep.room.event.settings.approver == ""
    prep.order("people")
    assert prep.view.people is not None
    assert prep.view.people.rows == ()


def test_under_another_name_somebody_is_somebody_else(prep: StillRoom) -> None:
    prep.order("person_put", name="Raj")
    prep.order("person_pin", name="Raj", pin=PIN, again=PIN)
    prep.order("person_put", name="RAJ", was="Raj")
    assert has(prep, "Raj") == {"pin"}
    prep.order("person_put", name="Sam", was="Raj")
    assert has(prep, "Sam") == has(prep, "Raj") == frozenset()


def test_a_pin_is_typed_twice_by_an_approver_and_is_nobody_elses(prep: StillRoom) -> None:
    prep.order("person_put", name="Raj")
    prep.order("person_put", name="Bo")
    prep.order("person_put", name="Sam", role="operator")
    assert "not the same" in wrong(prep, "person_pin", name="Raj", pin=PIN, again="4729")
    assert "guessed first" in wrong(prep, "person_pin", name="Raj", pin="1234", again="1234")
    assert "Sam is an operator" in wrong(prep, "person_pin", name="Sam", pin=PIN, again=PIN)
    assert has(prep, "Raj") == frozenset()
    prep.order("person_pin", name="raj", pin=PIN, again=PIN)
    assert "another PIN" in wrong(prep, "person_pin", name="Bo", pin=PIN, again=PIN)
    prep.order("person_pin", name="Raj", pin=PIN, again=PIN)
    prep.order("person_forget", name="Raj")
    assert has(prep, "Raj") == frozenset()
    prep.order("person_pin", name="Bo", pin=PIN, again=PIN)


def test_an_authenticator_is_kept_once_its_first_code_is_right(prep: StillRoom) -> None:
    prep.order("person_put", name="Raj")
    prep.order("people")
    prep.order("person_code", name="Raj")
    assert prep.view.people is not None
    shown = prep.view.people.enrolling
    assert shown is not None
    secret = shown.secret.replace(" ", "")
    assert len(shown.code) == len(shown.code[0]) >= 21
    assert "not the code" in wrong(prep, "person_code_confirm", digits="000000")
    assert has(prep, "Raj") == frozenset()
    digits = code_at(secret, step(prep))
    prep.order("person_code_confirm", digits=f"{digits[:3]} {digits[3:]}")
    assert has(prep, "Raj") == {"code"}
    assert prep.view.people.enrolling is None
    assert "No authenticator" in wrong(prep, "person_code_confirm", digits=digits)
    prep.order("person_code_test", name="Raj", digits=code_at(secret, step(prep) + 1))
    answer = prep.view.people.answer
    assert answer is not None
    assert english(answer.line) == "That is Raj’s code."


def test_putting_the_sheet_away_drops_what_was_not_confirmed(prep: StillRoom) -> None:
    prep.order("people")
    prep.order("person_code", name="Dana")
    prep.order("people_close")
    assert prep.view.people is None
    assert prep.room.people_sheet.secret == ""
    assert "No authenticator" in wrong(prep, "person_code_confirm", digits="123456")


def test_a_test_of_a_code_is_a_try_like_any_other(prep: StillRoom) -> None:
    for _ in range(3):
        assert "not the code" in wrong(prep, "person_code_test", name="Dana", digits="000000")
    right = code_at(SECRET, step(prep))
    assert "wait 5 s" in wrong(prep, "person_code_test", name="Dana", digits=right)
    prep.pass_time(6)
    prep.order("person_code_test", name="Dana", digits=right)
    assert "not the code" in wrong(prep, "person_code_test", name="Dana", digits=right)


def test_who_sits_here_is_kept_for_the_next_time(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with StillRoom(data) as room:
        assert room.room.operator == "operator"
        room.order("sit_here", name=" Sam  Lee ")
    with StillRoom(data) as room:
        assert room.room.operator == "Sam Lee"
        room.order("sit_here", name="")
        assert room.room.operator == "operator"
    with StillRoom(data) as room:
        assert room.room.operator == "operator"


def test_the_policy_changes_in_prep_and_is_taken_back(prep: StillRoom) -> None:
    assert "no policy" in wrong(prep, "policy", policy="anybody")
    prep.order("policy", policy="solo")
    assert prep.room.event.settings.policy is Policy.SOLO
    assert prep.view.masthead.solo is not None
    prep.order("undo")
    assert prep.room.event.settings.policy is Policy.TWO_PEOPLE


def test_at_night_people_are_only_shown(live: StillRoom) -> None:
    live.order("people")
    view = live.view.people
    assert view is not None
    assert view.locked is not None
    assert [row.name for row in view.rows] == ["Dana"]
    for command in ("person_put", "person_remove", "person_forget", "person_code", "sit_here"):
        assert "not possible in LIVE" in live.refused(command, name="Dana")
    assert "not possible in LIVE" in live.refused("policy", policy="solo")
