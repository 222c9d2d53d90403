"""Guards of other packages: the entry-point group ``controlroom.guards``.

A guard is a pure function from ``Known`` to an ``Answer`` or None. Ours stand in ``poll.GUARDS``.
"""

import logging
from collections.abc import Callable
from functools import cache

from controlroom.guards.known import Answer, Known
from controlroom.plugins import PluginBroken, Table

LOG = logging.getLogger("controlroom.guards")

Guard = Callable[[Known], Answer | None]

FOREIGN = Table(kind="guard", group="controlroom.guards", built_in={})


@cache
def foreign_guards() -> tuple[tuple[str, Guard], ...]:
    """(name, guard) of every one that loads; a broken one is told in the log and skipped."""
    guards = []
    for plugin in FOREIGN.known():
        try:
            guards.append((plugin.key, FOREIGN.load(plugin.key)))
        except PluginBroken as broken:
            LOG.warning("skipped: %s", broken)
    return tuple(guards)
