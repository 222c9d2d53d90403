"""The event the night is measured with: the bundled one moved to now, plain posts to TAKE."""

from dataclasses import replace
from importlib.resources import files

from benchmarks.mentions_load import watch_terms
from controlroom.clock import MICROS, wall_micros
from controlroom.event.asset import Asset, Role
from controlroom.event.eventfile import read_event_and_pictures
from controlroom.event.live_event import Account, GuardSettings, LiveEvent
from controlroom.event.moment import Moment
from tests.support.approving import approved

CHANNEL = "bluesky"
HOLD_WINDOW_S = 1
INTO_THE_NIGHT_S = 90 * 60


def posts(number: int) -> tuple[Asset, ...]:
    """Approved posts of a sentence each, ``post-000`` and on."""
    return tuple(_approved(f"post-{n:03}", f"Post {n}", f"Number {n}, now.") for n in range(number))


def _approved(slug: str, title: str, words: str) -> Asset:
    asset = Asset(slug, title, Role.POST, words, None)
    return approved(asset, (CHANNEL,), "the social lead", wall_micros())


def event_now(number: int) -> tuple[LiveEvent, dict[str, bytes]]:
    """A night that began ninety minutes ago, with ``number`` posts more, 200 watch terms, one
    account and a hold window of a second; and the bytes of its pictures."""
    folder = files("resources").joinpath("events", "super-bowl-xlvii")
    bundled, pictures = read_event_and_pictures(folder)
    late = wall_micros() - INTO_THE_NIGHT_S * MICROS - bundled.starts
    event = replace(
        bundled,
        slug="measured-night",
        starts=bundled.starts + late,
        ends=bundled.ends + late,
        moments=tuple(_moved(moment, late) for moment in bundled.moments),
        assets=bundled.assets + posts(number),
        accounts=(Account(CHANNEL, "saltwick.example", "Saltwick"),),
        terms=watch_terms(),
        # Nothing is staged but what is asked for.
        settings=GuardSettings(hold_window_s=HOLD_WINDOW_S, auto_stage_before_s=0),
        synthetic=False,
    )
    return event, pictures


def _moved(moment: Moment, micros: int) -> Moment:
    return replace(
        moment,
        planned=None if moment.planned is None else moment.planned + micros,
        hard=None if moment.hard is None else replace(moment.hard, utc=moment.hard.utc + micros),
    )
