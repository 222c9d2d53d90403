"""Days of every year that are well known for what happened on them."""

import tomllib
from functools import cache
from importlib.resources import files

from controlroom.event.live_event import Sensitive


@cache
def well_known_days() -> tuple[Sensitive, ...]:
    """Those of ``resources/calendar/sensitive_days.toml``, read once."""
    calendar = files("resources").joinpath("calendar", "sensitive_days.toml")
    written = tomllib.loads(calendar.read_text("utf-8"))
    return tuple(Sensitive(one["title"], one["day"]) for one in written["days"])
