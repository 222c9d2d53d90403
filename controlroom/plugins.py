"""Built-in tables and entry points: how channels, sources and guards are found.

Other packages register under the table's entry-point group; built-in ones come from a table, so
that a bare checkout and a frozen program know them without any metadata. A built-in name wins over
a foreign one. What cannot be loaded is told with its reason and skipped. Plug-ins run with all the
rights of the program; there is no sandbox.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from controlroom.messages import Message, message

LOG = logging.getLogger("controlroom.plugins")


@dataclass(frozen=True, slots=True)
class Plugin:
    """One entry by name, not loaded yet. ``where`` is ``module:attribute``."""

    key: str
    where: str
    built_in: bool


class PluginBroken(Exception):
    """A plug-in cannot be loaded; ``line`` says why."""

    def __init__(self, line: Message) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True, slots=True)
class Table:
    """The plug-ins of one ``kind`` ("source"). ``api`` is the version their ``api`` attribute must
    have, None where they have none."""

    kind: str
    group: str
    built_in: Mapping[str, str]
    api: int | None = None

    def known(self, found: tuple[EntryPoint, ...] | None = None) -> tuple[Plugin, ...]:
        """Every registered one, built-in ones first; nothing is imported.

        ``found`` replaces the installed entry points.
        """
        plugins = {key: Plugin(key, where, built_in=True) for key, where in self.built_in.items()}
        for point in tuple(entry_points(group=self.group)) if found is None else found:
            if point.name in plugins:
                LOG.error("%s %s of %s hides behind ours", self.kind, point.name, point.value)
                continue
            plugins[point.name] = Plugin(point.name, point.value, built_in=False)
        return tuple(plugins.values())

    def load(self, key: str, found: tuple[EntryPoint, ...] | None = None) -> Any:
        """What is registered under ``key``. Raises ``PluginBroken`` with the reason."""
        plugin = next((one for one in self.known(found) if one.key == key), None)
        if plugin is None:
            raise PluginBroken(message("plugin.unknown", kind=self.kind, key=key))
        try:
            loaded = load_named(plugin.where)
        except Exception as error:  # foreign code may fail in any way, and must not take us with it
            LOG.exception("%s %s cannot be loaded from %s", self.kind, key, plugin.where)
            raise PluginBroken(
                message("plugin.broken", kind=self.kind, key=key, reason=repr(error))
            ) from error
        if self.api is not None and getattr(loaded, "api", None) != self.api:
            raise PluginBroken(
                message("plugin.other_api", kind=self.kind, key=key, needed=self.api)
            )
        return loaded


def load_named(where: str) -> Any:
    """The object at ``module:attribute``."""
    module, _, attribute = where.partition(":")
    return getattr(import_module(module), attribute)
