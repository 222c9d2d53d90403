"""How posts are doing, as the as-run log keeps it: now and then, and at the end of the night."""

from typing import TYPE_CHECKING

from controlroom.channels.base import Metrics
from controlroom.clock import MICROS
from controlroom.event.delivery import PUBLIC

if TYPE_CHECKING:
    from controlroom.room.night import Night

NOTED_EVERY_S = 300


async def note_numbers(night: "Night", take: str, numbers: Metrics, now: int) -> None:
    """A line about one post, at most one in five minutes."""
    last = night.numbers_noted.get(take)
    if last is not None and now - last < NOTED_EVERY_S * MICROS:
        return
    await _note(night, take, numbers, now)


async def last_numbers(night: "Night") -> None:
    """A line about every post of the night, as it is doing now."""
    takes: dict[str, None] = {}
    for row in night.posting.outbox.all:
        if row.state in PUBLIC:
            takes[row.take] = None
    for take in takes:
        rows = [row for row in night.posting.outbox.of_take(take) if row.state in PUBLIC]
        numbers = await night.posting.metrics(rows)
        if numbers is not None:
            await _note(night, take, numbers, night.clock.now())


async def _note(night: "Night", take: str, numbers: Metrics, now: int) -> None:
    night.numbers_noted[take] = now
    await night.journal.log(
        "metrics",
        now,
        take=take,
        likes=numbers.likes,
        reposts=numbers.reposts,
        replies=numbers.replies,
    )
