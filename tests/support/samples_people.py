"""The sheet of people in its states, for tests of its panel and for looking at it."""

from collections.abc import Mapping
from dataclasses import replace

import segno

from controlroom.desk.people import people
from controlroom.desk.people_view import Enrolling, PeopleAnswer, PeopleView
from controlroom.event.live_event import LiveEvent, Person, PersonRole, Policy
from controlroom.event.room_state import RoomState
from tests.desk.facts_for import bundled

OPERATOR, APPROVER = PersonRole
PEOPLE = (
    Person("Sam", OPERATOR, phone="555 0100"),
    Person("Dana", APPROVER, phone="555 0101"),
    Person("Priya of the agency", APPROVER, client=True, phone="555 0102"),
    Person("Raj", APPROVER),
)
SET_UP = {"Dana": {"pin", "code"}, "Priya of the agency": {"code"}}
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def event_of(everybody: tuple[Person, ...], policy: Policy = Policy.TWO_PEOPLE) -> LiveEvent:
    """An event with these people and no other approver."""
    settings = replace(bundled().settings, approver="", policy=policy)
    return replace(bundled(), people=everybody, settings=settings)


def sheet(
    everybody: tuple[Person, ...] = PEOPLE,
    set_up: Mapping[str, set[str]] = SET_UP,
    *,
    policy: Policy = Policy.TWO_PEOPLE,
    operator: str = "Sam",
    state: RoomState = RoomState.PREP,
    enrolling: Enrolling | None = None,
    answer: PeopleAnswer | None = None,
) -> PeopleView:
    """The sheet of an event with these people."""
    return people(
        event_of(everybody, policy),
        lambda name: frozenset(set_up.get(name, ())),
        operator=operator,
        state=state,
        enrolling=enrolling,
        answer=answer,
    )


def enrolling(name: str = "Dana") -> Enrolling:
    """An authenticator that is being set up."""
    code = segno.make(f"otpauth://totp/{name}?secret={SECRET}", error="m", micro=False)
    rows = tuple(tuple(bool(dark) for dark in row) for row in code.matrix)
    return Enrolling(name, rows, "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP")
