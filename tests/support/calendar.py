"""Days on which the program itself asks for a second key, for tests that post on the real clock."""

from controlroom.clock import MICROS, wall_micros
from controlroom.guards.calendar import well_known_days
from controlroom.messages import At
from tests.room.still_room import bundled

AN_HOUR = 3_600 * MICROS


def sensitive_day() -> str:
    """What is remembered today where the bundled event is, or will be within the hour; "" on any
    other day."""
    zone, now = bundled().zone, wall_micros()
    days = {f"{At(when, zone).local():%m-%d}" for when in (now, now + AN_HOUR)}
    return next((one.title for one in well_known_days() if one.day in days), "")
