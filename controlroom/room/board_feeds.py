"""Readiness of the feeds: each of the event's sources, once it has had time to connect."""

import asyncio

from controlroom.clock import gesture_seconds
from controlroom.desk.board_facts import BoardLevel, BoardLine
from controlroom.desk.feeds import TITLES
from controlroom.messages import message
from controlroom.room.board_lines import Found, Ground, board_line, found, go
from controlroom.sources.mention import Phase, SourceState

FEED = "feed"
CONNECTS_S = 6.0
LOOK_EVERY_S = 0.1
NOT_YET = frozenset({Phase.CONNECTING})
DEAD = frozenset({Phase.REFUSED, Phase.STOPPED})


async def check_feeds(ground: Ground) -> Found:
    """A line for each source. None at all is no fault: a night can be run by eye."""
    if ground.sources is None:
        what, do = message("board.feed.none"), message("board.feed.none.do")
        line = board_line(FEED, "", BoardLevel.NOTE, message("board.feeds"), what, do)
        return found([line])
    ends = gesture_seconds() + CONNECTS_S
    states = ground.sources()
    while _wait(states) and gesture_seconds() < ends:
        await asyncio.sleep(LOOK_EVERY_S)
        states = ground.sources()
    if not states:
        what, do = message("board.feed.silent"), message("board.feed.do")
        line = board_line(FEED, "", BoardLevel.NO_GO, message("board.feeds"), what, do)
        return found([line])
    return found(_line(state) for state in states)


def _wait(states: tuple[SourceState, ...]) -> bool:
    return not states or any(state.phase in NOT_YET for state in states)


def _line(state: SourceState) -> BoardLine:
    label = message("board.feed", feed=TITLES.get(state.source, state.source))
    if state.phase is Phase.LIVE:
        return go(FEED, state.source, label, state.line)
    level = BoardLevel.NO_GO if state.phase in DEAD else BoardLevel.NOTE
    do = message("board.feed.do")
    because = state.phase.value
    return board_line(FEED, state.source, level, label, state.line, do, because=because)
