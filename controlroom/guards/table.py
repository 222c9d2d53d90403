"""Guards of other packages: the entry-point group ``controlroom.guards``.

A guard is a function from a frozen ``Known`` to an ``Answer``, or None where it has nothing to say;
the entry point's name is its name::

    [project.entry-points."controlroom.guards"]
    curfew = "our_rules.curfew:guard"

    def guard(known: Known) -> Answer | None:
        if known.now < CURFEW:
            return None
        told = message("words", words="after curfew")
        return Answer(Level.CAUTION, message("words", words="Curfew"), told)

- It is asked on every keystroke in Preview, at TAKE, and again right before each public request:
  pure, no files, no network, far under a millisecond. The same ``Known`` gives the same answer.
- GO is a quiet line, NOTE is shown, CAUTION asks for the second key, NO-GO stops. A post waiting
  for the wire is stopped by NO-GO, and by any CAUTION nobody was asked about at its TAKE: ``about``
  names what the key is asked for, without figures that change by themselves.
- Once a post was taken, ``known.deliveries`` and ``known.own_posts`` do not hold it.
- The sentence ``words`` says any text; label and detail have about 110 px each.
- One that raises, or answers anything else, counts as CAUTION and is told in the log.

Ours stand in ``poll.GUARDS`` and keep to the same.
"""

import logging
from collections.abc import Callable
from functools import cache

from controlroom.guards.known import Answer, Known
from controlroom.plugins import PluginBroken, Table

LOG = logging.getLogger("controlroom.guards")

Guard = Callable[[Known], Answer | None]
Foreign = Callable[[Known], object]

FOREIGN = Table(kind="guard", group="controlroom.guards", built_in={})


@cache
def foreign_guards() -> tuple[tuple[str, Foreign], ...]:
    """(name, guard) of every one that loads; a broken one is told in the log and skipped."""
    guards = []
    for plugin in FOREIGN.known():
        try:
            guards.append((plugin.key, FOREIGN.load(plugin.key)))
        except PluginBroken as broken:
            LOG.warning("skipped: %s", broken)
    return tuple(guards)
