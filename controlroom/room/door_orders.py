"""What can be ordered from outside the window, by name."""

from collections.abc import Awaitable, Callable

from controlroom.commands import COMMANDS
from controlroom.errors import Refused, WrongInput
from controlroom.event.delivery import PUBLIC, Delivery, DeliveryState
from controlroom.event.room_state import RoomState
from controlroom.messages import english, message
from controlroom.room.accounts import LOCKED, plain
from controlroom.room.accounts_settings import OPERATOR, put_secret, put_setting
from controlroom.room.door_accounts import (
    add_account,
    insist_on_keyring,
    list_accounts,
    remove_account,
    sign_in_for_now,
    test_accounts,
)
from controlroom.room.door_answers import take_answers
from controlroom.room.door_board import check
from controlroom.room.door_lines import delivery_line
from controlroom.room.door_people import (
    choose_policy,
    enrol,
    forget_keys,
    list_people,
    put_person,
    remove_person,
    set_pin,
)
from controlroom.room.door_post import ended, live_for_this, post, until_settled, whole
from controlroom.room.door_terms import list_terms, put_terms, remove_terms
from controlroom.room.door_visit import DONE, NotKnown, Premises, Visitor, Wish
from controlroom.room.room import Room
from controlroom.room.staging import COMMAND_LINE
from controlroom.room.states import NIGHT_OVER

S = DeliveryState
MAY_BE_THERE = PUBLIC | {S.UNKNOWN, S.BY_HAND, S.SENDING}


async def answer(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """Carry out one order; the exit code. Raises UserFacingError."""
    run = _ORDERS.get(wish.call)
    if run is None:
        raise WrongInput(message("door.unknown_call", call=wish.call))
    event = wish.maybe("event")
    if wish.call in _OF_ONE_EVENT:
        if premises.room is None:
            raise WrongInput(message("door.no_room"))
        if event is not None and event != premises.room.event.slug:
            raise Refused(
                message("door.other_event", event=premises.room.event.slug, asked=event),
                message("door.other_event.do", asked=event),
            )
    return await run(premises, wish, visitor)


def _room(premises: Premises) -> Room:
    assert premises.room is not None
    return premises.room


# The room


async def tell_state(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """What the room is doing."""
    room = _room(premises)
    await visitor.tell({"kind": "state", "event": room.event.slug, "state": room.state.value})
    return DONE


async def order(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """Any command of the registry, as a key or a button would order it: to its end, whether or not
    anybody still waits for it."""
    name = wish.text("order")
    if name not in COMMANDS:
        raise WrongInput(message("door.unknown_call", call=name))
    who = {"by": COMMAND_LINE} if name == "hold" else {"source": COMMAND_LINE}
    await whole(_room(premises).carry_out(name, who | wish.pairs("arguments")))
    return await tell_state(premises, wish, visitor)


async def hold(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """HOLD, from PREP and WRAP too: nothing of this event is posted until it is released. Carried
    to its end although the visitor may leave: half of it would be LIVE."""
    await whole(_hold(_room(premises), wish.maybe("reason")))
    return await tell_state(premises, wish, visitor)


async def _hold(room: Room, reason: str | None) -> None:
    if room.state in NIGHT_OVER:
        await room.live_for_a_command()
    try:
        if room.state is not RoomState.HOLD:
            await room.carry_out("hold", {"by": COMMAND_LINE})
    except Refused:
        # Somebody else's HOLD is as good.
        if room.state is not RoomState.HOLD:
            raise
    if reason:
        await room.carry_out("hold_reason", {"reason": reason})


async def release(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """Release HOLD. With nobody at the desk the event goes on to PREP: LIVE needs a room."""
    room = _room(premises)
    if room.state is not RoomState.HOLD:
        raise Refused(message("release.not_held", state=message(f"state.{room.state}")))
    await whole(_back_to_prep(room) if wish.yes("alone") else room.carry_out("release_hold", {}))
    return await tell_state(premises, wish, visitor)


async def _back_to_prep(room: Room) -> None:
    await room.carry_out("wrap", {})
    await room.carry_out("prep", {})


# Deliveries


async def retract(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """Take down one delivery, or all of a take, each network on its own."""
    room = _room(premises)
    rows = await _asked_rows(premises, wish, visitor)
    down = [row for row in rows if row.state is S.RETRACTED]
    up = [row for row in rows if row.state in MAY_BE_THERE]
    if wish.yes("ask_secret"):
        await sign_in_for_now(premises, dict.fromkeys(row.channel for row in up), visitor)
    if not up and not down:
        raise Refused(message("retract.not_there", delivery=wish.text("id")))
    problems: dict[str, str | None] = {}
    # The last of a thread first, so that nothing hangs on what is gone.
    for row in sorted(up, key=lambda row: -row.place):
        _check_account(room, row)
        problems[row.id] = await _retract(room, row)
    after = [room.night.posting.outbox.get(row.id) for row in (*up, *down)]
    left = []
    for row in sorted(after, key=lambda row: (row.taken, row.id)):
        problem = problems.get(row.id) if row.state is not S.RETRACTED else None
        await visitor.tell({**delivery_line(row), "problem": problem or row.problem})
        left += [message("retract.left", channel=row.channel, why=problem or "")] if problem else []
    if any(row.state in PUBLIC for row in after):
        raise Refused(message("retract.still_up"), message("words_of", all=tuple(left)))
    if any(row.state in MAY_BE_THERE for row in after):
        raise NotKnown(message("retract.not_known"), message("words_of", all=tuple(left)))
    return DONE


def _check_account(room: Room, row: Delivery) -> None:
    account = room.event.account(row.channel)
    if account is None or plain(account.handle) != plain(row.handle):
        raise Refused(
            message("retract.other_account", channel=row.channel, handle=row.handle),
            message("retract.other_account.do", handle=row.handle),
        )


async def _retract(room: Room, row: Delivery) -> str | None:
    """What stands in the way, if anything does."""
    await room.carry_out("retract", {"delivery": row.id})
    told = room.night.posting.retracting.get(row.id)
    return None if told is None else english(told)


async def resolve(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """What became of an unknown or by-hand delivery, by looking or by the operator's word."""
    room = _room(premises)
    row = (await _asked_rows(premises, wish, visitor))[0]
    verdict = wish.text("verdict")
    if verdict in ("look", "again"):
        # Who sends again must have looked just before.
        await room.carry_out("look_up", {"delivery": row.id})
    unsettled = room.night.posting.outbox.get(row.id).state is S.UNKNOWN
    if verdict == "again" and unsettled:
        async with premises.turn, live_for_this(room):
            await room.carry_out("resolve", {"delivery": row.id, "verdict": verdict})
            await until_settled(room, {row.id})
    elif verdict not in ("look", "again"):
        given = {"delivery": row.id, "verdict": verdict, "url": wish.maybe("url") or ""}
        await room.carry_out("resolve", given)
    after = room.night.posting.outbox.get(row.id)
    await visitor.tell(delivery_line(after))
    return ended([after]) if verdict != "not_sent" else DONE


async def _asked_rows(premises: Premises, wish: Wish, visitor: Visitor) -> tuple[Delivery, ...]:
    """The deliveries with the id that was asked for, of the real night."""
    room, asked = _room(premises), wish.text("id")
    rows = tuple(row for row in room.night.posting.outbox.all if asked in (row.id, row.take))
    if not rows:
        if room.night.simulated:
            raise Refused(message("door.rehearsing"))
        raise WrongInput(message("store.no_delivery", delivery=asked))
    return rows


# Settings


async def put(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """Set or unset a setting of a network; the running room knows it at once."""
    name, value = wish.text("name"), wish.maybe("value")
    _must_not_be_locked(premises)
    await premises.thread.run(put_setting, premises.thread.store, name, value)
    settings = premises.tools.settings
    assert isinstance(settings, dict)
    settings.pop(name, None)
    if value is not None:
        settings[name] = value
    if name == OPERATOR and premises.room is not None:
        premises.room.sit(value or "")
    await visitor.tell({"kind": "setting", "name": name, "value": value})
    return DONE


def _must_not_be_locked(premises: Premises) -> None:
    room = premises.room
    if room is not None and not room.night.simulated and room.state in LOCKED:
        raise Refused(message("setting.locked"))


async def keep_secret(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """Put a secret into the vault, or take it out."""
    _must_not_be_locked(premises)
    name = wish.text("name")
    value = None
    if not wish.yes("forget"):
        value = (await visitor.ask(name, {"label": name, "secret": True})).replace(" ", "")
    tools = premises.tools
    if value is not None and premises.room is None:
        await insist_on_keyring(tools)
    await put_secret(tools.vault, tools.settings, name, value)
    await visitor.tell({"kind": "secret", "name": name, "set": value is not None})
    return DONE


_Run = Callable[[Premises, Wish, Visitor], Awaitable[int]]
_OF_ONE_EVENT: dict[str, _Run] = {
    "state": tell_state,
    "order": order,
    "post": post,
    "retract": retract,
    "resolve": resolve,
    "hold": hold,
    "release": release,
    "answers.take": take_answers,
    "check": check,
    "terms.list": list_terms,
    "terms.put": put_terms,
    "terms.remove": remove_terms,
    "people.list": list_people,
    "people.put": put_person,
    "people.remove": remove_person,
    "people.pin": set_pin,
    "people.code": enrol,
    "people.forget": forget_keys,
    "people.policy": choose_policy,
}
_ORDERS: dict[str, _Run] = {
    **_OF_ONE_EVENT,
    "accounts.add": add_account,
    "accounts.list": list_accounts,
    "accounts.test": test_accounts,
    "accounts.remove": remove_account,
    "settings.put": put,
    "settings.secret": keep_secret,
}
