"""One TAKE on three networks that fail in drawn ways, interleaved in a drawn way."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

from controlroom.errors import Refused
from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.posting.take import Take
from controlroom.room.nights import left_open
from tests.posting.night import BLACKOUT, WORDS_ONLY, Night, interleaving
from tests.posting.scripted_channel import Does, Finds

NETWORKS = ("bluesky", "mastodon", "x")
LONGEST_S = 240
S = DeliveryState
SETTLED = frozenset({S.ACCEPTED, S.VERIFIED, S.REFUSED, S.UNKNOWN, S.CANCELLED, S.RETRACTED})


@dataclass
class Toll:
    """What went wrong; all of it should stay empty."""

    doubled: list[str]
    lost: list[str]
    untrue: list[str]

    @property
    def nothing(self) -> bool:
        return not (self.doubled or self.lost or self.untrue)


def drawn_night(seed: int) -> tuple[Night, random.Random]:
    """Three networks, each with faults of its own for the requests to come."""
    draw = random.Random(seed)
    night = Night(*NETWORKS, honours=draw.random() < 0.5, pause=interleaving(seed))
    for channel in night.channels.values():
        channel.next = draw.choices(list(Does), k=draw.randrange(4))
        channel.finds = draw.choice((Finds.TELLS, Finds.TELLS, *Finds))
        channel.latency_s = draw.choice((0.0, 0.0, 0.5, 2.0, 8.0))
        channel.stage_fails = draw.choice((0, 0, 0, 1))
        channel.retract_fails = draw.random() < 0.2
    return night, draw


def operator_acts(night: Night, draw: random.Random, take: Take) -> None:
    """What may be ordered while posts are on their way: nothing, mostly."""
    match draw.randrange(12):
        case 0:
            night.start(night.posting.cancel(take, keep=draw.random() < 0.5))
        case 1:
            night.start(night.posting.close_wire())
            night.rounds(draw.randrange(60))
            night.wire.open()
        case 2:
            _try(night, "retract")
        case 3:
            _try(night, "retry")
        case 4:
            night.posting.shorten(take)


def _try(night: Night, order: str) -> None:
    async def tried() -> None:
        try:
            if order == "retract":
                await night.posting.retract()
            else:
                await night.posting.retry("")
        except Refused:
            # Nothing to retract, nothing to try again: the operator is told so.
            return

    night.start(tried())


def play(seed: int) -> Toll:
    """From TAKE until nothing more happens."""
    night, draw = drawn_night(seed)
    try:
        asset = draw.choice((BLACKOUT, WORDS_ONLY))
        night.stage(asset, rounds=draw.randrange(40))
        take = night.take(draw.choice((0.0, 1.0, 5.0)), rounds=draw.randrange(40))
        for _ in range(6):
            operator_acts(night, draw, take)
            night.pass_time(draw.choice((0.0, 0.5, 1.0, 3.0)))
        for channel in night.channels.values():
            channel.latency_s = 0.0
        night.pass_time(LONGEST_S, step=5.0)
        return _toll(night, take)
    finally:
        night.close()


def _toll(night: Night, take: Take) -> Toll:
    rows = night.outbox.of_take(take.id)
    states = {row.state for row in rows}
    lost = [f"{row.channel} {row.state}" for row in rows if row.state not in SETTLED]
    nowhere = states <= {S.CANCELLED, S.REFUSED} and S.CANCELLED in states
    if nowhere and take.preview.asset not in night.contents():
        lost.append(f"{take.preview.asset.slug} was cancelled and did not come back")
    told = [row.channel for row in rows if row.state is S.REFUSED and not row.problem]
    return Toll(night.doubled(), lost + told, night.untrue() + night.ledger.wrong)


def killed(seed: int) -> Toll:
    """A program that ends at some step, and what the next one makes of its outbox."""
    night, draw = drawn_night(seed)
    try:
        night.stage(WORDS_ONLY, rounds=draw.randrange(40))
        night.take(draw.choice((0.0, 1.0)), rounds=draw.randrange(40))
        night.pass_time(draw.random() * 4, step=draw.choice((0.1, 0.5)))
        night.rounds(draw.randrange(20))
        # What is on disk, not what the ended program knew.
        rows = tuple(night.ledger.rows.values())
        unsent, sending = left_open(rows)
        doubled = night.doubled()
        there = [row.key for row in unsent if night.channels[row.channel].has(row.key)]
        return Toll(doubled, [], there + _untrue(night, rows, {r.id for r in sending}))
    finally:
        night.close()


def _untrue(night: Night, rows: Iterable[Delivery], sending: set[str]) -> list[str]:
    public = {S.ACCEPTED, S.VERIFIED}
    surely_not = {S.REFUSED, S.CANCELLED, S.RETRACTED}
    return [
        f"{row.channel} {row.state}, there: {there}"
        for row in rows
        if row.id not in sending
        and (
            ((there := night.channels[row.channel].has(row.key)) is False and row.state in public)
            or (there and row.state in surely_not)
        )
    ]


def race(seed: int) -> tuple[int, int]:
    """HOLD against posts on their way: (requests before it was acknowledged, and after)."""
    draw = random.Random(seed)
    night = Night(*NETWORKS[:2], pause=interleaving(seed))
    try:
        for channel in night.channels.values():
            channel.latency_s = draw.choice((0.0, 0.5, 1.0, 2.0))
            channel.next = draw.choices(
                (Does.ACCEPT, Does.NOT_SENT, Does.PACE, Does.UNKNOWN_NOT_THERE), k=2
            )
        night.stage(WORDS_ONLY, rounds=draw.randrange(6))
        night.take(draw.choice((0.0, 0.5, 1.0)), rounds=draw.randrange(12))
        for _ in range(draw.randrange(4)):
            night.clock.advance(0.5)
            night.rounds(draw.randrange(8))
        hold = night.start(night.posting.close_wire())
        while not hold.done():
            night.rounds(1)
        hold.result()
        before = _requests(night)
        night.pass_time(2)
        night.wire.open()
        night.pass_time(40, step=2.0)
        return before, _requests(night) - before + len(night.slipped)
    finally:
        night.close()


def _requests(night: Night) -> int:
    return sum(len(channel.requests) for channel in night.channels.values())
