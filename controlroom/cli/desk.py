"""What ``controlroom`` alone opens."""

import os
import sys
from argparse import Namespace

from controlroom.cli.arguments import speed_of, time_of
from controlroom.cli.live import live_plan
from controlroom.errors import WrongInput
from controlroom.event.eventfile import read_event
from controlroom.messages import english, message
from controlroom.room.feeds import cost_of
from controlroom.room.opening import BUNDLED, Plan, bundled_folder

# A minute and a half before the lights go out.
FIRST_START = "20:36:00"


def has_display() -> bool:
    """Whether a window can be shown. Windows and macOS always have a desktop."""
    if not sys.platform.startswith("linux"):
        return True
    return any(map(os.environ.get, ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")))


def without_display() -> Namespace:
    """Say that there is no display; the arguments of what is played instead."""
    sys.stdout.write(english(message("open.no_display")) + "\n")
    return Namespace(event=BUNDLED, speed="30", start="20:30:00", end="21:15:00", out=None)


def plan_of(given: Namespace) -> Plan:
    """The room that was asked for: a rehearsal of the bundled night, or tonight's event."""
    if getattr(given, "live", False):
        plan = live_plan(given.watch, given.terms, given.source)
        _tell_cost(plan)
        return plan
    slug = getattr(given, "event", None) or BUNDLED
    event = read_event(bundled_folder(slug))
    start = time_of(given.start or FIRST_START, event)
    return Plan(slug=slug, start=start, speed=speed_of(given.speed or "1"))


def _tell_cost(plan: Plan) -> None:
    """Say what the feeds cost before they start."""
    for spec in plan.live:
        try:
            cost = None if plan.event is None else cost_of(spec, plan.event.terms)
        except ValueError as wrong:
            reason = str(wrong)
            raise WrongInput(message("feeds.bad_option", name=spec.name, reason=reason)) from wrong
        if cost is not None:
            line = message("watch.cost", source=spec.name, cost=f"{cost:.2f}")
            sys.stderr.write(f"controlroom: {english(line)}\n")
