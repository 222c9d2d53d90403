"""``answers`` from outside the window: a file of answers, taken into the event."""

from controlroom.desk.answers import fate_of
from controlroom.errors import Refused
from controlroom.event.answers import Fate, Weighed
from controlroom.messages import english, message
from controlroom.room.door_visit import DONE, Line, Premises, Visitor, Wish


async def take_answers(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """Take the file at ``path`` in, and tell what became of each answer."""
    room = premises.room
    assert room is not None
    if room.night.simulated:
        # What a rehearsal changes ends with it, and whoever typed this does not see that it runs.
        raise Refused(message("door.rehearsing"))
    await room.carry_out("take_answers", {"path": wish.text("path")})
    took = room.took
    assert took is not None
    for line in answer_lines(took, applied=True):
        await visitor.tell(line)
    insist(took)
    return DONE


def answer_lines(weighed: Weighed, *, applied: bool) -> list[Line]:
    """Each answer as it is told, and the counts behind them. ``applied``: it is done."""
    told: list[Line] = [
        {
            "kind": "answer",
            "asset": one.asset,
            "channel": one.channel,
            "verdict": one.verdict.value,
            "note": one.note,
            "fate": one.fate.value,
            "why": None if one.why is None else english(fate_of(one)),
        }
        for one in weighed.answers
    ]
    counts = {fate.value: weighed.count(fate) for fate in Fate}
    return [
        *told,
        {
            "kind": "answers",
            "by": weighed.by,
            "sheet": weighed.sheet,
            "sha256": weighed.sha256,
            "done": applied,
            **counts,
        },
    ]


def insist(weighed: Weighed) -> None:
    """``Refused`` where any answer did not come in."""
    if weighed.not_applied:
        raise Refused(
            message("answers.left", left=weighed.not_applied, by=weighed.by),
            message("answers.left.do"),
        )
