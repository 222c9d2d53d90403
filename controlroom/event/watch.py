"""Watch terms: what mentions are matched against."""

from dataclasses import dataclass

GROUPS = ("brand", "rivals", "event", "players", "solemn")
"""The groups an event's terms are in, in the order in which they are shown."""
CONTEXT = "context"
"""Hashtags and names of captions: watched beside the event's terms, in no chart and no total."""


@dataclass(frozen=True, slots=True)
class WatchTerm:
    """One line on the chart: any of ``phrases`` (words, phrases or #hashtags) counts for it.

    ``group``: one of ``GROUPS``, or ``CONTEXT``. A text that holds one of ``exclusions`` does not
    count for this term.
    """

    slug: str
    label: str
    group: str
    phrases: tuple[str, ...]
    exclusions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventFeed:
    """A way in of this event: ``source`` is a key of the table of sources, ``name`` tells two of a
    kind apart ("" for the key itself), ``options`` what it is run with. No secrets: those are
    read from the vault when the feed starts."""

    source: str
    name: str = ""
    options: tuple[tuple[str, str], ...] = ()
