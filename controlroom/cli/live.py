"""``--live``: an event for tonight, with the words to watch and the bundled brand's library."""

from dataclasses import replace

from controlroom.clock import MICROS, wall_micros
from controlroom.event.eventfile import read_event
from controlroom.event.live_event import LiveEvent
from controlroom.event.moment import Segment
from controlroom.event.watch import WatchTerm
from controlroom.ids import uuid7
from controlroom.messages import At, english, message
from controlroom.room.opening import BUNDLED, Plan, bundled_folder
from controlroom.sources.base import SourceSpec

LASTS_S = 12 * 3600
MOST_TERMS = 200


def live_plan(words: list[str], server: str | None) -> Plan:
    """PREP on today's public Bluesky posts that hold one of ``words``."""
    from controlroom.event.room_state import RoomState

    options = {"endpoint": server} if server else {}
    event = live_event(words)
    return Plan(
        slug=event.slug,
        state=RoomState.PREP,
        event=event,
        live=(SourceSpec("jetstream", options),),
    )


def live_event(words: list[str]) -> LiveEvent:
    """Tonight's event: the bundled library without its rundown, accounts and times."""
    bundled = read_event(bundled_folder(BUNDLED))
    now = wall_micros()
    terms = tuple(
        WatchTerm(f"watch-{number}", word, "event", (word,))
        for number, word in enumerate(words[:MOST_TERMS], start=1)
    )
    stamp = At(now, "UTC")
    return replace(
        bundled,
        id=uuid7(now),
        slug=f"live-{stamp.local():%Y-%m-%d-%H%M%S}",
        title=english(message("live.title", at=stamp)),
        zone="UTC",
        second_zone="America/New_York",
        second_zone_label="New York",
        starts=now,
        ends=now + LASTS_S * MICROS,
        segments=(Segment("surprises", "If it happens", "If"),),
        moments=(),
        cues=(),
        outcome_sets=(),
        accounts=(),
        terms=terms,
        also_stop=(),
        synthetic=False,
    )
