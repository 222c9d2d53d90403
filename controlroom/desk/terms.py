"""The sheet of watch terms, from the event and from what was counted."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from controlroom.desk.figures import thousands
from controlroom.desk.terms_view import TermAnswer, TermGroup, TermRow, TermsView
from controlroom.event.live_event import LiveEvent
from controlroom.event.watch import GROUPS, WatchTerm
from controlroom.event.watch_rules import MOST_TERMS
from controlroom.messages import Message, message

SILENT_AFTER_S = 600
"""A term that nobody said for so long may be misspelt."""
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class TermCounts:
    """What was counted by slug: mentions a minute now (NaN: not known), and of tonight.

    ``watched_s`` for how long, in seconds, of the feed's time. ``floor``: more is said than is
    counted.
    """

    rates: Mapping[str, float]
    totals: Mapping[str, int]
    watched_s: Mapping[str, int]
    floor: bool = False


def terms(
    event: LiveEvent,
    counts: TermCounts | None,
    *,
    rehearsal: bool,
    answer: TermAnswer | None,
    removed: WatchTerm | None,
) -> TermsView:
    """The sheet as it stands. ``counts`` None: nothing is counted, for there is no feed."""
    notes = []
    if rehearsal:
        notes.append(message("term_sheet.rehearsal"))
    if counts is None:
        notes.append(message("term_sheet.no_feed"))
    return TermsView(
        groups=tuple(_group(name, event, counts) for name in GROUPS),
        limit=message("term_sheet.limit", count=len(event.terms), most=MOST_TERMS),
        notes=tuple(notes),
        answer=answer,
        removed=None if removed is None else message("terms.removed", term=removed.label),
    )


def _group(name: str, event: LiveEvent, counts: TermCounts | None) -> TermGroup:
    rows = tuple(_row(term, counts) for term in event.terms if term.group == name)
    return TermGroup(name, message(f"chart.group.{name}"), message("number", count=len(rows)), rows)


def _row(term: WatchTerm, counts: TermCounts | None) -> TermRow:
    rate, total, watched = math.nan, math.nan, 0
    if counts is not None:
        rate = counts.rates.get(term.slug, math.nan)
        total = counts.totals.get(term.slug, math.nan)
        watched = counts.watched_s.get(term.slug, 0)
    return TermRow(
        slug=term.slug,
        label=term.label or term.slug,
        group=term.group,
        phrases=term.phrases,
        exclusions=term.exclusions,
        read=" · ".join(term.phrases),
        rate=_rate(rate, floor=counts is not None and counts.floor),
        total=_total(total),
        silent=total == 0 and watched >= SILENT_AFTER_S,
    )


def _rate(rate: float, *, floor: bool) -> Message:
    if math.isnan(rate):
        return message("words", words="–")
    figure = thousands(rate)
    if floor:
        figure = message("chart.at_least", count=figure)
    return message("term_sheet.rate", count=figure)


def _total(total: float) -> Message:
    if math.isnan(total):
        return message("words", words="")
    if total == 0:
        return message("term_sheet.never")
    if total >= MILLION:
        figure = message("term_sheet.millions", count=f"{total / MILLION:.1f}")
    else:
        figure = thousands(total)
    return message("term_sheet.total", count=figure)
