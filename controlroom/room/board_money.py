"""What the night will cost: the prepared posts, and reading by the hour."""

from controlroom.desk.board_facts import BoardLevel, BoardLine
from controlroom.event.live_event import LiveEvent
from controlroom.messages import Message, message
from controlroom.room.board_lines import Found, Ground, board_line, found, go
from controlroom.room.feeds import AROUND_US, cost_per_hour, feeds_of
from controlroom.room.night_cost import night_cost

MONEY = "money"
HOUR_US = 3_600_000_000
LABEL = message("board.money")


async def check_money(ground: Ground) -> Found:
    """One line for each thing that costs. No network tells what is left on the account: the line
    says what has to be there."""
    lines = [line for account in ground.event.accounts if (line := _posts(ground, account.channel))]
    if (reading := _reading(ground.event)) is not None:
        lines.append(reading)
    return found(lines or [go(MONEY, "", LABEL, message("board.money.none"))])


def _posts(ground: Ground, channel: str) -> BoardLine | None:
    account, way = ground.event.account(channel), ground.ways.get(channel)
    cost = night_cost(ground.event, account, way) if account and way is not None else None
    if cost is None:
        return None
    what = message(
        "board.money.posts",
        network=ground.title(channel),
        dollars=f"{cost.dollars:.2f}",
        posts=cost.posts,
        dearest=f"{cost.dearest:.3f}",
    )
    return _note(channel, what)


def _reading(event: LiveEvent) -> BoardLine | None:
    try:
        an_hour = cost_per_hour(feeds_of(event), event.terms)
    except ValueError:
        # The feed itself says which of its options is no number.
        return None
    if not an_hour:
        return None
    hours = (event.ends - event.starts + 2 * AROUND_US) / HOUR_US
    what = message(
        "board.money.reading",
        dollars=f"{an_hour * hours:.2f}",
        an_hour=f"{an_hour:.2f}",
        hours=f"{hours:.1f}",
    )
    return _note("reading", what)


def _note(about: str, what: Message) -> BoardLine:
    return board_line(MONEY, about, BoardLevel.NOTE, LABEL, what, message("board.money.do"))
