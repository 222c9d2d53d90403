"""Readiness of the people: who can say yes tonight, and who has to be told to stop."""

from controlroom.accounts.vault import VaultClosed
from controlroom.clock import MICROS
from controlroom.desk.board_facts import BoardLevel, BoardLine
from controlroom.event.live_event import LiveEvent, Person, PersonRole, Policy
from controlroom.event.people import same
from controlroom.messages import Message, message
from controlroom.posting.who_may import people_of
from controlroom.room.board_lines import Found, Ground, board_line, found, go

APPROVER, ALSO_STOP = "approver", "also_stop"
REACHED_S = 7_200
"""Who said that they answer is taken to answer for so long."""
GO, NOTE, NO_GO = BoardLevel


def approvers(event: LiveEvent, operator: str) -> tuple[Person, ...]:
    """Whose yes counts under the event's policy, whoever sits at the desk left out."""
    client_only = event.settings.policy is Policy.CLIENT
    return tuple(
        one
        for one in people_of(event)
        if one.role is PersonRole.APPROVER
        and not same(one.name, operator)
        and (one.client or not client_only)
    )


def is_reached(ground: Ground, name: str) -> bool:
    """Whether ``name`` said a short while ago that they answer."""
    at = ground.reached.get(name)
    return at is not None and still_reached(at, ground.now)


def still_reached(at: int, now: int) -> bool:
    """Whether what was said at ``at`` still counts at ``now`` (UTC µs)."""
    return 0 <= now - at < REACHED_S * MICROS


async def check_approvers(ground: Ground) -> Found:
    """A line for each approver; one who has a key and answers is enough."""
    label, event = message("board.approvers"), ground.event
    if event.settings.policy is Policy.SOLO:
        what, do = message("board.approver.solo"), message("board.approver.solo.do")
        return found([board_line(APPROVER, "", NOTE, label, what, do)])
    people = approvers(event, ground.operator)
    if not people:
        kind = "client" if event.settings.policy is Policy.CLIENT else "none"
        what, do = message(f"board.approver.{kind}"), message("board.approver.none.do")
        return found([board_line(APPROVER, "", NO_GO, label, what, do)])
    fine: list[BoardLine] = []
    lacking: list[tuple[Person, Message, Message]] = []
    for one in people:
        try:
            key = await ground.has_key(one)
        except VaultClosed as closed:
            do = closed.what_to_do or message("board.account.try_again")
            lacking.append((one, closed.what_happened, do))
            continue
        if not key:
            do = message("board.approver.no_key.do", name=one.name)
            lacking.append((one, message("board.approver.no_key"), do))
        elif not is_reached(ground, one.name):
            do = message("board.approver.reach", name=one.name, phone=one.phone or "–")
            lacking.append((one, message("board.approver.not_reached"), do))
        else:
            fine.append(go(APPROVER, one.name, _label(one), message("board.approver.go")))
    level = NOTE if fine else NO_GO
    lines = [
        board_line(APPROVER, one.name, level, _label(one), what, do) for one, what, do in lacking
    ]
    return found([*fine, *lines])


def _label(one: Person) -> Message:
    return message("board.approver", name=one.name)


async def check_also_stop(ground: Ground) -> Found:
    """Whether it is written down what else has to be stopped on HOLD."""
    label, rows = message("board.also_stop"), ground.event.also_stop
    if rows:
        return found([go(ALSO_STOP, "", label, message("board.also_stop.go", count=len(rows)))])
    what, do = message("board.also_stop.none"), message("board.also_stop.do")
    return found([board_line(ALSO_STOP, "", NOTE, label, what, do)])
