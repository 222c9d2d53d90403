"""Watch terms: what mentions are matched against."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WatchTerm:
    """One line on the chart: any of ``phrases`` (words, phrases or #hashtags) counts for it.

    ``group``: brand, rivals, event, players or solemn.
    """

    slug: str
    label: str
    group: str
    phrases: tuple[str, ...]
