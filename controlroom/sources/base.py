"""What every way in is."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol, TypeAlias

from controlroom.clock import Clock
from controlroom.event.watch import WatchTerm
from controlroom.sources.mention import Arrival

Option: TypeAlias = str | int | float | tuple["Option", ...] | Mapping[str, "Option"]

API = 2


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """Which source to run and how; picklable, because sources run in another process.

    ``name`` tells two sources of one kind apart; mentions carry it as their ``source``. A source
    finds it in its options as ``name``.
    """

    key: str
    options: Mapping[str, Option] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The source's name: the option ``name``, else its key."""
        return str(self.options.get("name") or self.key)


class Source(Protocol):
    """A stream of mentions. Built as ``Source(options, clock)`` in the collector's process.

    ``api`` is the version of this protocol the source was written for (``API``); ``title`` is its
    proper name, shown as it is.
    """

    api: ClassVar[int]
    key: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, options: Mapping[str, Option], clock: Clock) -> None: ...

    def mentions(self, terms: tuple[WatchTerm, ...]) -> AsyncGenerator[Arrival, None]:
        """Everything that arrives, until cancelled; ends by itself only when the feed has ended.

        It reconnects on its own and says so with ``SourceState``. Mentions may come late, each
        with its own time, out of order and more than once: whoever counts remembers ids. What
        cannot be read comes as ``Bad``, time that is lost for good as ``Gap``. ``terms`` are for
        networks that filter on their side; passing on more than they match is fine.
        """

    def retarget(self, terms: tuple[WatchTerm, ...]) -> None:
        """The watch terms have changed while running. Called in the source's own loop."""

    def resume(self) -> Mapping[str, Option]:
        """Options with which another run goes on exactly after the last arrival yielded."""
