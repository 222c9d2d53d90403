"""``check`` from outside the window: the readiness board, made now."""

import asyncio

from controlroom.desk.board_facts import Board, BoardLine, count
from controlroom.errors import Refused
from controlroom.messages import english, message
from controlroom.room.door_accounts import sign_in_for_now
from controlroom.room.door_lines import iso
from controlroom.room.door_visit import DONE, Line, Premises, Visitor, Wish
from controlroom.room.room import Room

LOOK_EVERY_S = 0.1


async def check(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """Confirm faces, look at everything, sign overrides, tell every line. ``Refused`` where a NO-GO
    is left."""
    room = premises.room
    assert room is not None
    if wish.yes("ask_secret"):
        await sign_in_for_now(premises, room.event.channels, visitor)
    for channel in dict.fromkeys(wish.texts("confirm")):
        await room.carry_out("confirm_face", {"channel": channel})
        await visitor.tell(_face(room, channel))
    for name in dict.fromkeys(wish.texts("reached")):
        if not room.is_reached(name):
            await room.carry_out("reach", {"name": name})
    await _made(room, visitor)
    by = wish.maybe("by")
    for key in dict.fromkeys(wish.texts("override")):
        given = {"line": key, "reason": wish.text("reason")}
        await room.carry_out("board_override", given | ({} if by is None else {"by": by}))
    board = room.readiness.shown()
    assert board is not None
    for line in board.lines:
        await visitor.tell(board_line(line))
    await visitor.tell(_ended(board))
    if board.stops:
        raise Refused(
            message("cli.check.stops", count=len(board.stops), event=room.event.slug),
            message("cli.check.stops.do"),
        )
    return DONE


async def _made(room: Room, visitor: Visitor) -> None:
    """A new board; how far it is is told on the way."""
    task = asyncio.ensure_future(room.made_board("command"))
    shown = -1
    try:
        while not task.done():
            await asyncio.wait({task}, timeout=LOOK_EVERY_S)
            progress = room.board_progress()
            if progress is not None and progress[0] != shown:
                shown = progress[0]
                await visitor.tell({"kind": "checking", "done": shown, "of": progress[1]})
        task.result()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def board_line(line: BoardLine) -> Line:
    """A line of the board as it is told."""
    override = line.overridden
    return {
        "kind": "check",
        "line": line.key,
        "check": line.check,
        "about": line.about,
        "level": line.level.value,
        "label": english(line.label),
        "what": english(line.what),
        "do": None if line.do is None else english(line.do),
        "overridden": None
        if override is None
        else {"by": override.by, "reason": override.reason, "at": iso(override.at)},
    }


def _ended(board: Board) -> Line:
    return {
        "kind": "checked",
        **count(board.lines),
        "ready": board.ready,
        "not_ready": board.not_ready,
        "at": iso(board.made_at),
    }


def _face(room: Room, channel: str) -> Line:
    account = room.event.account(channel)
    assert account is not None
    return {
        "kind": "face",
        "channel": channel,
        "network": room.around.rules[channel].title,
        "handle": account.handle,
        "name": account.name,
        "server": account.server,
        "by": account.confirmed,
    }
