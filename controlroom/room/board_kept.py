"""The readiness board as it is kept over a restart: JSON among the store's settings."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

import msgspec

from controlroom.desk.board_facts import Board, BoardLevel, BoardLine, Override
from controlroom.messages import english, message
from controlroom.store.open import Store

KEPT = "readiness/"


@dataclass(slots=True)
class Readiness:
    """The newest ``board``, who goes LIVE in spite of which line (by its key), who said that they
    answer (UTC µs by name), ``gone_live``: whether this night's LIVE passed the board, with these
    overrides. ``mark`` names when, before the event, the board was made by itself; "" for one that
    was asked for."""

    board: Board | None = None
    overrides: dict[str, Override] = field(default_factory=dict)
    reached: dict[str, int] = field(default_factory=dict)
    gone_live: bool = False
    mark: str = ""

    def shown(self) -> Board | None:
        """The board with what was overridden."""
        if self.board is None:
            return None
        lines = tuple(
            replace(one, overridden=self.overrides.get(one.key)) for one in self.board.lines
        )
        return replace(self.board, lines=lines)

    def line(self, key: str) -> BoardLine | None:
        """The line called ``key``, None where there is none (any more)."""
        board = self.shown()
        return next((one for one in board.lines if one.key == key), None) if board else None

    def drop_void(self) -> dict[str, Override]:
        """Forget overrides of lines that are gone or say something else now; which they were."""
        known = {one.key for one in self.board.lines} if self.board is not None else set()
        return {key: self.overrides.pop(key) for key in [*self.overrides] if key not in known}


class _Kept(msgspec.Struct):
    board: dict[str, Any] | None = None
    overrides: dict[str, Override] = {}
    reached: dict[str, int] = {}
    gone_live: bool = False
    mark: str = ""


def written(ready: Readiness) -> dict[str, Any]:
    """The same as JSON holds it, under ``KEPT`` and the event's slug."""
    board = None
    if ready.board is not None:
        board = {**asdict(ready.board), "lines": [_told(line) for line in ready.board.lines]}
    overrides = {key: asdict(one) for key, one in ready.overrides.items()}
    whole = {"board": board, "overrides": overrides, "reached": dict(ready.reached)}
    more = {"gone_live": ready.gone_live, "mark": ready.mark}
    return {**whole, **more}


def kept(store: Store, event: str) -> Readiness:
    """What was written down for ``event``; nothing where that cannot be read."""
    try:
        told = msgspec.convert(store.settings.get(KEPT + event, {}), _Kept)
        board = None if told.board is None else _board(told.board)
    except (msgspec.ValidationError, KeyError, TypeError, ValueError):
        # Of another version: the next look makes it anew.
        return Readiness()
    return Readiness(board, told.overrides, told.reached, told.gone_live, told.mark)


def _told(line: BoardLine) -> dict[str, Any]:
    return {
        "check": line.check,
        "about": line.about,
        "level": line.level.value,
        "label": english(line.label),
        "what": english(line.what),
        "do": None if line.do is None else english(line.do),
        "key": line.key,
    }


def _board(told: dict[str, Any]) -> Board:
    return Board(
        made_at=int(told["made_at"]),
        lines=tuple(_line(one) for one in told["lines"]),
        ready=int(told["ready"]),
        waiting=tuple(told["waiting"]),
        revision=int(told["revision"]),
    )


def _line(told: dict[str, Any]) -> BoardLine:
    """What was said then is said again, in its own words: what it spoke of has changed since."""
    do = told["do"]
    return BoardLine(
        check=told["check"],
        about=told["about"],
        level=BoardLevel(told["level"]),
        label=message("words", words=told["label"]),
        what=message("words", words=told["what"]),
        do=None if do is None else message("words", words=do),
        key=told["key"],
    )
