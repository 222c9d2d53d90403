"""The sheet of people, from the event and from what is set up."""

from collections.abc import Callable

from controlroom.desk.people_view import Enrolling, PeopleAnswer, PeopleView, PersonRow
from controlroom.event.live_event import LiveEvent, Person, PersonRole, Policy
from controlroom.event.people import same
from controlroom.event.room_state import RoomState
from controlroom.messages import Message, message
from controlroom.posting.who_may import people_of

PIN, CODE = "pin", "code"

SetUp = Callable[[str], frozenset[str]]
"""What a person, by name, has set up: of PIN and CODE."""


def people(
    event: LiveEvent,
    set_up: SetUp,
    *,
    operator: str,
    state: RoomState,
    enrolling: Enrolling | None,
    answer: PeopleAnswer | None,
) -> PeopleView:
    """The sheet as it stands. ``operator`` sits at this desk, "" where nobody said who."""
    policy = event.settings.policy
    here = "people.sheet.here" if operator else "people.sheet.here_nobody"
    locked = message("people.sheet.locked", state=message(f"state.{state}"))
    return PeopleView(
        rows=tuple(_row(person, set_up(person.name), operator) for person in people_of(event)),
        policies=tuple((one.value, message(f"policy.{one}")) for one in Policy),
        policy=policy.value,
        policy_line=message(f"people.sheet.policy.{policy}"),
        operator=operator,
        operator_line=message(here, **({"name": operator} if operator else {})),
        locked=None if state is RoomState.PREP else locked,
        enrolling=enrolling,
        answer=answer,
    )


def _row(person: Person, has: frozenset[str], operator: str) -> PersonRow:
    return PersonRow(
        name=person.name,
        role=person.role.value,
        role_word=message(f"role.{person.role}"),
        client=person.client,
        phone=person.phone,
        pin=PIN in has,
        code=CODE in has,
        here=bool(operator) and same(person.name, operator),
        has=_has(person, has),
    )


def _has(person: Person, has: frozenset[str]) -> Message:
    if person.role is not PersonRole.APPROVER:
        return message("people.has.operator")
    if has == {PIN, CODE}:
        return message("people.has.both")
    if PIN in has:
        return message("people.has.pin")
    return message("people.has.code" if CODE in has else "people.has.nothing")
