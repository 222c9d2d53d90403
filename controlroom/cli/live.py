"""``--live``: an event for tonight, with the words to watch and the bundled brand's library."""

from collections.abc import Sequence
from dataclasses import replace

from controlroom.cli.feeds import feeds_of, terms_of
from controlroom.clock import MICROS, local_zone, wall_micros
from controlroom.event.eventfile import read_event_and_pictures
from controlroom.event.live_event import LiveEvent
from controlroom.event.room_state import RoomState
from controlroom.event.watch import WatchTerm
from controlroom.ids import uuid7
from controlroom.messages import At, english, message
from controlroom.room.feeds import named
from controlroom.room.opening import BUNDLED, Plan, bundled_folder
from controlroom.sources.base import SourceSpec

LASTS_S = 12 * 3600
SURPRISES = "if-it-happens"


def live_plan(words: Sequence[str], file: str | None, specs: Sequence[str]) -> Plan:
    """PREP on what is public today and holds one of ``words`` or of the lines of ``file``:
    ``specs`` are the feeds (none: Bluesky). Raises ``WrongInput``."""
    bundled, pictures = read_event_and_pictures(bundled_folder(BUNDLED))
    event = live_event(bundled, terms_of(words, file))
    return Plan(
        slug=event.slug,
        state=RoomState.PREP,
        event=event,
        pictures=pictures,
        live=named(feeds_of(specs)) or (SourceSpec("jetstream"),),
    )


def live_event(bundled: LiveEvent, terms: tuple[WatchTerm, ...]) -> LiveEvent:
    """Tonight's event: the bundled library and its surprises, without the rundown of that night."""
    now = wall_micros()
    surprises = tuple(
        replace(moment, terms=(), planned=None)
        for moment in bundled.moments
        if moment.segment == SURPRISES
    )
    slugs = {moment.slug for moment in surprises}
    zone = local_zone()
    in_utc = zone.endswith("UTC")
    other, label = ("America/New_York", "New York") if in_utc else ("UTC", "World")
    return replace(
        bundled,
        id=uuid7(now),
        slug=f"live-{At(now, zone).local():%Y-%m-%d-%H%M%S}",
        title=english(message("live.title", at=At(now, zone))),
        zone=zone,
        second_zone=other,
        second_zone_label=label,
        starts=now,
        ends=now + LASTS_S * MICROS,
        segments=tuple(one for one in bundled.segments if one.slug == SURPRISES),
        moments=surprises,
        cues=tuple(cue for cue in bundled.cues if cue.moment in slugs),
        outcome_sets=(),
        terms=terms,
        also_stop=(),
        synthetic=False,
    )
