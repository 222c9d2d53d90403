"""``people`` from outside the window: who there is, and how they say yes."""

from controlroom.errors import Refused
from controlroom.event.live_event import Person
from controlroom.event.people import same
from controlroom.messages import english, message
from controlroom.posting.who_may import people_of
from controlroom.room.door_accounts import insist_on_keyring
from controlroom.room.door_visit import DONE, Line, Premises, Visitor, Wish
from controlroom.room.keys_kept import CODE, PIN
from controlroom.room.room import Room


async def list_people(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """Everybody of the event, and whose yes the second key is."""
    room = _room(premises)
    event = room.nights.real.book.event
    await room.keys.look_for_unnamed()
    await visitor.tell({"kind": "policy", "policy": event.settings.policy.value})
    for person in people_of(event):
        await visitor.tell(_line(room, person))
    return DONE


async def put_person(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """Put somebody on the list; a name that is there already changes."""
    room = _at_night(premises)
    given = {
        name: told
        for name in ("name", "role", "phone", "client")
        if (told := wish.maybe(name)) is not None
    }
    name = " ".join(wish.text("name").split())
    before = next((one for one in people_of(room.event) if same(one.name, name)), None)
    if before is not None:
        given["was"] = before.name
    await room.carry_out("person_put", given)
    await visitor.tell(_line(room, _called(room, name)))
    return DONE


async def remove_person(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """Take somebody off the list."""
    return await _with_name(premises, wish, visitor, "person_remove", "person_removed")


async def forget_keys(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """Forget how somebody says yes."""
    return await _with_name(premises, wish, visitor, "person_forget", "person_forgotten")


async def choose_policy(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """Say whose yes the second key is."""
    room, policy = _at_night(premises), wish.text("policy")
    await room.carry_out("policy", {"policy": policy})
    await visitor.tell({"kind": "policy", "policy": policy})
    return DONE


async def set_pin(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """Set a PIN, asked for twice."""
    room = _at_night(premises)
    person = _called(room, wish.text("name"))
    await _insist_on_keeping(premises, wish)
    pin = await visitor.ask("pin", {"label": english(message("cli.pin"))})
    again = await visitor.ask("pin_again", {"label": english(message("cli.pin_again"))})
    await room.carry_out("person_pin", {"name": person.name, "pin": pin, "again": again})
    await visitor.tell({"kind": "person_pin", "name": person.name})
    return DONE


async def enrol(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """Set up an authenticator: show its secret once, and keep it when its first code is right."""
    room = _at_night(premises)
    person = _called(room, wish.text("name"))
    await _insist_on_keeping(premises, wish)
    await room.carry_out("person_code", {"name": person.name})
    shown = room.people_sheet.enrolling
    assert shown is not None
    try:
        rows = ["".join("1" if dark else "0" for dark in row) for row in shown.code]
        secret = shown.secret.replace(" ", "")
        await visitor.tell({"kind": "enrol", "name": person.name, "secret": secret, "qr": rows})
        digits = await visitor.ask("code", {"label": english(message("cli.code_shown"))})
        await room.carry_out("person_code_confirm", {"digits": digits})
    finally:
        await room.carry_out("person_code_cancel", {})
    await visitor.tell({"kind": "person_code", "name": person.name})
    return DONE


async def _with_name(
    premises: Premises, wish: Wish, visitor: Visitor, command: str, kind: str
) -> int:
    room = _at_night(premises)
    person = _called(room, wish.text("name"))
    await room.carry_out(command, {"name": person.name})
    await visitor.tell({"kind": kind, "name": person.name})
    return DONE


async def _insist_on_keeping(premises: Premises, wish: Wish) -> None:
    if wish.yes("alone"):
        # A vault in memory ends with this command.
        await insist_on_keyring(premises.tools)


def _line(room: Room, person: Person) -> Line:
    has = room.ways_of(person.name)
    return {
        "kind": "person",
        "name": person.name,
        "role": person.role.value,
        "client": person.client,
        "phone": person.phone,
        "pin": PIN in has,
        "code": CODE in has,
        "here": same(person.name, room.operator),
    }


def _called(room: Room, name: str) -> Person:
    everybody = people_of(room.event)
    found = next((one for one in everybody if same(one.name, name)), None)
    if found is None:
        names = ", ".join(one.name for one in everybody)
        do = message("people.unknown.do", names=names) if names else message("people.nobody")
        raise Refused(message("people.unknown", name=name), do)
    return found


def _room(premises: Premises) -> Room:
    assert premises.room is not None
    return premises.room


def _at_night(premises: Premises) -> Room:
    """The room, unless it rehearses: what is changed then ends with the rehearsal."""
    room = _room(premises)
    if room.night.simulated:
        raise Refused(message("door.rehearsing"))
    return room
