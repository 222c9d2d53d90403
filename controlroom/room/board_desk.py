"""Readiness of the desk itself: its clock, its disk, its keyring."""

from controlroom.accounts.vault import NoKeyring, VaultClosed
from controlroom.desk.board_facts import BoardLevel
from controlroom.errors import UserFacingError
from controlroom.guards.clock import OFF_S
from controlroom.messages import message
from controlroom.room.board_lines import Found, Ground, board_line, found, go

CLOCK, DISK, KEYRING = "clock", "disk", "keyring"
OFF_NO_GO_S = 30.0
MEGABYTE = 1_000_000
FREE_NOTE, FREE_NO_GO = 1_000 * MEGABYTE, 200 * MEGABYTE
GO, NOTE, NO_GO = BoardLevel


async def check_clock(ground: Ground) -> Found:
    """This computer's clock against the Date of the servers that have just been asked."""
    label, off = message("board.clock"), ground.clock_off_s()
    if ground.stepped_s is not None:
        what, do = message("board.clock.moved"), message("board.clock.do")
        level = NO_GO if abs(off or 0) > OFF_NO_GO_S else NOTE
        return found([board_line(CLOCK, "", level, label, what, do)])
    if off is None:
        what, do = message("board.clock.unknown"), message("board.clock.unknown.do")
        return found([board_line(CLOCK, "", NOTE, label, what, do)])
    if abs(off) <= OFF_S:
        return found([go(CLOCK, "", label, message("board.clock.go"))])
    way = "ahead" if off > 0 else "behind"
    what = message(f"board.clock.{way}", seconds=f"{abs(off):.1f}")
    level = NO_GO if abs(off) > OFF_NO_GO_S else NOTE
    do = message("board.clock.do")
    return found([board_line(CLOCK, "", level, label, what, do, because=way)])


async def check_disk(ground: Ground) -> Found:
    """Room for pictures and the log, and whether the store can be written."""
    label = message("board.disk")
    try:
        free = await ground.free_bytes()
        await ground.try_store()
    except (OSError, UserFacingError) as problem:
        why = problem.what_happened if isinstance(problem, UserFacingError) else None
        what = why or message("board.disk.not_written", why=str(problem))
        do = message("board.disk.do")
        return found([board_line(DISK, "", NO_GO, label, what, do, because="not written")])
    told = message("board.disk.go", megabytes=free // MEGABYTE)
    if free >= FREE_NOTE:
        return found([go(DISK, "", label, told)])
    level = NO_GO if free < FREE_NO_GO else NOTE
    what, do = message("board.disk.little", megabytes=free // MEGABYTE), message("board.disk.do")
    return found([board_line(DISK, "", level, label, what, do, because="little")])


async def check_keyring(ground: Ground) -> Found:
    """Whether the keyring answers, and keeps."""
    label = message("board.keyring")
    try:
        keeps = await ground.vault()
    except NoKeyring:
        keeps = False
    except VaultClosed as closed:
        line = board_line(KEYRING, "", NO_GO, label, closed.what_happened, closed.what_to_do)
        return found([line])
    if not keeps:
        what, do = message("board.keyring.memory"), message("board.keyring.memory.do")
        return found([board_line(KEYRING, "", NOTE, label, what, do)])
    return found([go(KEYRING, "", label, message("board.keyring.go"))])
