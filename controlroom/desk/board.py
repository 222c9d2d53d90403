"""The readiness board as the window shows it."""

from collections.abc import Callable, Set
from dataclasses import dataclass

from controlroom.clock import MICROS
from controlroom.desk.board_facts import Board, BoardLevel, BoardLine, count
from controlroom.desk.board_view import BoardGroup, BoardRow, BoardView, FaceView
from controlroom.desk.view import ImageRef, Tone
from controlroom.event.live_event import LiveEvent, Person
from controlroom.messages import At, Message, Span, message

GROUPS = (
    ("accounts", ("account", "quota", "face")),
    ("library", ("assets", "moment", "at_hand")),
    ("people", ("approver", "also_stop")),
    ("feeds", ("feed",)),
    ("desk", ("clock", "disk", "keyring", "money")),
)
TONES = {BoardLevel.GO: Tone.GO, BoardLevel.NOTE: Tone.NOTE, BoardLevel.NO_GO: Tone.NO_GO}
WORST_FIRST = tuple(reversed(BoardLevel))
MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class BoardSheet:
    """What the sheet is drawn from. ``now`` and ``next_mark`` UTC µs; ``done`` of ``of`` checks
    have answered while a board is made (else None), and ``left_s`` is how long any is still waited
    for. ``reached`` who said that they answer; older than ``fresh_s`` a board is
    made anew before LIVE. ``image`` finds a picture by its SHA-256."""

    event: LiveEvent
    board: Board | None
    now: int
    next_mark: int | None
    done: int | None
    of: int
    left_s: float
    operator: str
    approvers: tuple[Person, ...]
    reached: Set[str]
    fresh_s: int
    rehearsal: bool
    title: Callable[[str], str]
    image: Callable[[str], str]


def board_view(sheet: BoardSheet) -> BoardView:
    """The sheet as it stands."""
    verdict, tone = _verdict(sheet.board)
    age, age_tone = _age(sheet)
    at = None if sheet.next_mark is None else At(sheet.next_mark, sheet.event.zone)
    return BoardView(
        verdict=verdict,
        verdict_tone=tone,
        age=age,
        age_tone=age_tone,
        next=None if at is None else message("board.next", at=at),
        groups=_groups(sheet),
        progress=_progress(sheet),
        share=0.0 if sheet.done is None else sheet.done / max(1, sheet.of),
        signer=sheet.operator,
        locked=message("board.rehearsal") if sheet.rehearsal else None,
    )


def _verdict(board: Board | None) -> tuple[Message, Tone]:
    if board is None:
        return message("board.never"), Tone.QUIET
    counted, stops = count(board.lines), len(board.stops)
    if stops:
        return message("board.verdict.no_go", count=stops), Tone.NO_GO
    if counted["note"]:
        return message("board.verdict.note", count=counted["note"]), Tone.GO
    return message("board.verdict.go"), Tone.GO


def _age(sheet: BoardSheet) -> tuple[Message, Tone]:
    board = sheet.board
    if board is None:
        return message("board.never.do"), Tone.QUIET
    age_s = max(0, sheet.now - board.made_at) // MICROS
    if age_s < MINUTE_S:
        told = message("board.age.now")
    else:
        # Whole minutes: it is drawn ten times a second.
        told = message("board.age", age=Span(age_s - age_s % MINUTE_S))
    return told, Tone.QUIET if age_s <= sheet.fresh_s else Tone.CAUTION


def _progress(sheet: BoardSheet) -> Message | None:
    if sheet.done is None:
        return None
    return message("board.progress", done=sheet.done, of=sheet.of, left=Span(int(sheet.left_s) + 1))


def _groups(sheet: BoardSheet) -> tuple[BoardGroup, ...]:
    board, groups = sheet.board, []
    for name, checks in GROUPS:
        lines = [line for line in board.lines if line.check in checks] if board is not None else []
        if lines:
            groups.append(_group(sheet, name, lines))
    return tuple(groups)


def _group(sheet: BoardSheet, name: str, lines: list[BoardLine]) -> BoardGroup:
    lines = sorted(lines, key=lambda line: WORST_FIRST.index(line.level))
    stops = sum(line.stops for line in lines)
    notes = sum(line.level is not BoardLevel.GO for line in lines)
    if stops:
        note, tone = message("board.group.no_go", count=stops), Tone.NO_GO
    elif notes:
        note, tone = message("board.group.note", count=notes), Tone.NOTE
    else:
        note, tone = message("board.group.go"), Tone.GO
    rows = tuple(_row(sheet, line) for line in lines)
    return BoardGroup(message(f"board.group.{name}"), note, tone, rows)


def _row(sheet: BoardSheet, line: BoardLine) -> BoardRow:
    override, free = line.overridden, not sheet.rehearsal
    signed = None
    if override is not None:
        at = At(override.at, sheet.event.zone)
        signed = message("board.signed", by=override.by, at=at, reason=override.reason)
    approver = line.about if line.check == "approver" else ""
    named = any(one.name == approver for one in sheet.approvers)
    return BoardRow(
        key=line.key,
        label=line.label,
        word=message(f"board.level.{line.level}" if override is None else "board.level.overridden"),
        tone=TONES[line.level] if override is None else Tone.CAUTION,
        what=line.what,
        do=line.do,
        signed=signed,
        may_override=line.stops and free,
        may_take_back=override is not None and free,
        reach=approver if named and free else "",
        reached=approver in sheet.reached,
        face=_face(sheet, line.about) if line.check == "face" and free else None,
        filters=line.check == "assets" and line.level is not BoardLevel.GO,
    )


def _face(sheet: BoardSheet, channel: str) -> FaceView | None:
    account = sheet.event.account(channel)
    if account is None:
        return None
    picture = account.avatar
    return FaceView(
        channel=channel,
        network=sheet.title(channel),
        name=account.name,
        handle=account.handle,
        server=account.server or "",
        avatar=ImageRef(picture, sheet.image(picture)) if picture else None,
        confirmed=bool(account.confirmed),
    )
