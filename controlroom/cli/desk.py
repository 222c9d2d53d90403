"""What ``controlroom`` alone opens."""

from argparse import Namespace

from controlroom.cli.arguments import speed_of, time_of
from controlroom.cli.live import live_plan
from controlroom.event.eventfile import read_event
from controlroom.room.opening import BUNDLED, Plan, bundled_folder

# A minute and a half before the lights go out.
FIRST_START = "20:36:00"


def plan_of(given: Namespace) -> Plan:
    """The room that was asked for: a rehearsal of the bundled night, or tonight's event."""
    if getattr(given, "live", False):
        return live_plan(given.watch, given.source)
    slug = getattr(given, "event", None) or BUNDLED
    event = read_event(bundled_folder(slug))
    start = time_of(given.start or FIRST_START, event)
    return Plan(slug=slug, start=start, speed=speed_of(given.speed or "1"))
