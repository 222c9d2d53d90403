"""Readiness of the library: every asset against the rules of every network, by the same guards
that stand before TAKE; the moments that must have a post; what is at hand when things go wrong."""

import asyncio
from collections.abc import Mapping

from controlroom.desk.board_facts import BoardLevel, BoardLine
from controlroom.event.asset import Asset, Role
from controlroom.event.live_event import LiveEvent
from controlroom.event.moment import Intent
from controlroom.event.slots import unfilled
from controlroom.guards.known import Answer, Level
from controlroom.guards.poll import GUARDS
from controlroom.messages import Message, message
from controlroom.room.board_lines import Found, Ground, board_line, go

ASSETS, MOMENT, AT_HAND = "assets", "moment", "at_hand"
GO, NOTE, NO_GO = BoardLevel

OF_THE_ASSET = {
    "words": Level.NO_GO,
    "never": Level.NO_GO,
    "alt_text": Level.NOTE,
    "rights": Level.NO_GO,
    "offer": Level.NO_GO,
    "embargo": Level.NO_GO,
    "approval": Level.CAUTION,
}
"""What these guards say of an asset holds before the night, too, and from which level on it is not
ready: words nobody approved want a second key, a picture nobody described a better caption. The
others speak of the moment of TAKE. Guards of other packages are asked as well."""
OUR_OWN = frozenset(name for name, _ in GUARDS)
NAMED = 3
"""So many assets the line names."""
AT_ONCE = 20
"""So many are looked at before others get a turn: an asset takes up to a millisecond."""


async def check_assets(ground: Ground) -> Found:
    """All assets, in one line; a line for each MUST moment that has none ready; correction and
    pause."""
    why: dict[str, Message] = {}
    for place, asset in enumerate(ground.event.assets):
        if place % AT_ONCE == AT_ONCE - 1:
            await asyncio.sleep(0)
        if (reason := why_not_ready(ground, asset)) is not None:
            why[asset.slug] = reason
    lines = (_of_all(ground.event, why), *_moments(ground, why), *_at_hand(ground.event, why))
    return Found(lines, len(ground.event.assets) - len(why), tuple(why))


def why_not_ready(ground: Ground, asset: Asset) -> Message | None:
    """The first reason why ``asset`` could not go out this night, None where it could."""
    begins, ends = _needed(ground, asset)
    seen = ground.poll(asset, begins)
    answers = [*seen.answers, *(ground.poll(asset, ends).answers if ends != begins else ())]
    for name, answer in answers:
        if _stops(ground, asset, name, answer):
            return message("board.why", label=answer.label, detail=answer.detail)
    return None


def _stops(ground: Ground, asset: Asset, name: str, answer: Answer) -> bool:
    least = OF_THE_ASSET.get(name)
    if least is None:
        return name not in OUR_OWN and answer.level is Level.NO_GO
    if name == "words" and unfilled(asset, ground.event.channels):
        # A template is filled in at the desk; its words are counted then.
        return False
    return answer.level >= least


def _needed(ground: Ground, asset: Asset) -> tuple[int, int]:
    """When ``asset`` is wanted first and last (UTC µs): at its moments, else until the end."""
    event = ground.event
    times = [ground.expected.at.get(cue.moment) for cue in event.cues if cue.asset == asset.slug]
    known = [at for at in times if at is not None]
    if not known or None in times:
        return min([*known, event.ends]), event.ends
    return min(known), max(known)


def _of_all(event: LiveEvent, why: Mapping[str, Message]) -> BoardLine:
    label = message("board.assets")
    ready = len(event.assets) - len(why)
    if not why:
        return go(ASSETS, "", label, message("board.assets.go", ready=ready))
    wanted = _wanted(event)
    # Those that are wanted first.
    slugs = sorted(why, key=lambda slug: slug not in wanted)
    named = tuple(
        message("board.assets.one", asset=event.asset(slug).title, why=why[slug])
        for slug in slugs[:NAMED]
    )
    what = message("board.assets.some", ready=ready, waiting=len(why), named=named)
    level = NO_GO if wanted & set(why) else NOTE
    because = "\n".join(sorted(wanted & set(why) or why))
    do = message("board.assets.do")
    return board_line(ASSETS, "", level, label, what, do, because=because)


def _wanted(event: LiveEvent) -> set[str]:
    """Assets that a MUST moment or a fixed slot has."""
    must = {one.slug for one in event.moments if one.intent is Intent.MUST}
    cues = {cue.asset for cue in event.cues if cue.moment in must}
    return cues | {slug for _, slug in event.slots}


def _moments(ground: Ground, why: Mapping[str, Message]) -> list[BoardLine]:
    """A MUST moment needs one cue that is ready; of an outcome set that is not decided, one for
    each side."""
    event, lines = ground.event, []
    for moment in event.moments:
        if moment.intent is not Intent.MUST or moment.skipped:
            continue
        sides: dict[str | None, bool] = {}
        for cue in event.cues_of(moment.slug):
            fine = cue.asset not in why and event.asset(cue.asset).role is Role.POST
            sides[cue.outcome] = sides.get(cue.outcome, False) or fine
        label = message("board.moment", moment=moment.title)
        lacking = [side for side, fine in sides.items() if not fine]
        if sides and not lacking:
            lines.append(go(MOMENT, moment.slug, label, message("board.moment.go")))
            continue
        what = message("board.moment.none")
        if sides and any(sides.values()) and None not in lacking:
            what = message("board.moment.side", side=", ".join(one for one in lacking if one))
        do = message("board.moment.do")
        lines.append(board_line(MOMENT, moment.slug, NO_GO, label, what, do))
    return lines


def _at_hand(event: LiveEvent, why: Mapping[str, Message]) -> list[BoardLine]:
    """A correction and a pause, ready and within reach: nobody writes one well in a fright."""
    return [_one_at_hand(event, why, role) for role in (Role.CORRECTION, Role.PAUSE)]


def _one_at_hand(event: LiveEvent, why: Mapping[str, Message], role: Role) -> BoardLine:
    assets = [one for one in event.assets if one.role is role]
    label = message(f"board.{role}")
    if not assets:
        return board_line(
            AT_HAND, role, NO_GO, label, message("board.at_hand.none"),
            message(f"board.{role}.do"),
        )  # fmt: skip
    ready = [one for one in assets if one.slug not in why]
    if not ready:
        first = assets[0]
        what = message("board.assets.one", asset=first.title, why=why[first.slug])
        return board_line(
            AT_HAND, role, NO_GO, label, what, message("board.at_hand.approve"),
            because=first.slug,
        )  # fmt: skip
    # The key C finds a correction without a slot, 0 only what lies in its slot.
    if role is Role.PAUSE and not {one.slug for one in ready} & {slug for _, slug in event.slots}:
        what, do = message("board.at_hand.no_slot"), message("board.at_hand.slot")
        return board_line(AT_HAND, role, NOTE, label, what, do)
    return go(AT_HAND, role, label, message("board.at_hand.go", asset=ready[0].title))
