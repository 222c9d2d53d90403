"""Which sources there are: the built-in ones and those other packages bring.

Other packages register a class under the entry-point group ``controlroom.sources``. A built-in
name wins over a foreign one. What cannot be loaded is shown with its reason and skipped.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any, cast

from controlroom.messages import Message, message
from controlroom.sources.base import API, Source

log = logging.getLogger(__name__)

GROUP = "controlroom.sources"

BUILT_IN: Mapping[str, str] = {
    "jetstream": "controlroom.sources.jetstream:Jetstream",
    "counted": "controlroom.sources.counted:Counted",
}


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source by name, not loaded yet. ``where`` is ``module:attribute``."""

    key: str
    where: str
    built_in: bool


class SourceBroken(Exception):
    """A source cannot be loaded or built; ``line`` says why."""

    def __init__(self, line: Message) -> None:
        super().__init__(line)
        self.line = line


def known_sources(found: tuple[EntryPoint, ...] | None = None) -> tuple[SourceEntry, ...]:
    """Every source that is registered, built-in ones first; nothing is imported.

    ``found`` replaces the installed entry points.
    """
    entries = {key: SourceEntry(key, where, built_in=True) for key, where in BUILT_IN.items()}
    for point in tuple(entry_points(group=GROUP)) if found is None else found:
        if point.name in entries:
            log.error("source %s of %s hides behind the one of that name", point.name, point.value)
            continue
        entries[point.name] = SourceEntry(point.name, point.value, built_in=False)
    return tuple(entries.values())


def load_source(key: str, found: tuple[EntryPoint, ...] | None = None) -> type[Source]:
    """The class of the source ``key``. Raises SourceBroken with the reason."""
    entry = next((one for one in known_sources(found) if one.key == key), None)
    if entry is None:
        raise SourceBroken(message("source.unknown", key=key))
    try:
        source = load_named(entry.where)
    except Exception as error:  # foreign code may fail in any way, and must not take us with it
        log.exception("source %s cannot be loaded from %s", key, entry.where)
        raise SourceBroken(message("source.broken", key=key, reason=repr(error))) from error
    if getattr(source, "api", None) != API:
        raise SourceBroken(message("source.other_api", key=key, needed=API))
    return cast("type[Source]", source)


def load_named(where: str) -> Any:
    """The object at ``module:attribute``."""
    module, _, attribute = where.partition(":")
    return getattr(import_module(module), attribute)
