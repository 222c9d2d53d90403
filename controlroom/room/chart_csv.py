"""The chart's numbers as a table: ``time,term,count``, a row for each step and line."""

import csv
import io

import numpy as np
import numpy.typing as npt

from controlroom.desk.chart_readings import Reading, Readings
from controlroom.event.live_event import LiveEvent
from controlroom.mentions.counts import ANY, PER_MINUTE
from controlroom.mentions.feed import MentionFeed
from controlroom.messages.message import At

Counts = npt.NDArray[np.float64]
STAMP = "%Y-%m-%dT%H:%M:%SZ"


def csv_of(feed: MentionFeed, event: LiveEvent, readings: Readings) -> str:
    """What was counted in each step of what ``readings`` draw, zeros included.

    ``time`` is the beginning of the step in UTC, ``term`` the term's label, a group's name, or
    "any" for all watch terms, each mention once. Steps without a feed have no row. Sums over the
    rows are the true counts, whatever the chart smooths.
    """
    step = readings.step
    first = readings.start_s // step * step
    steps = max(0, (readings.end_s - first) // step)
    counted = [
        (_name(event, one), _counts(feed, one, first, steps, step)) for one in readings.lines
    ]
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow(("time", "term", "count"))
    for number in range(steps):
        at = At((first + number * step) * 1_000_000, "UTC").local().strftime(STAMP)
        for name, counts in counted:
            if np.isfinite(counts[number]):
                rows.writerow((at, name, round(float(counts[number]))))
    return table.getvalue()


def _counts(feed: MentionFeed, line: Reading, first: int, steps: int, step: int) -> Counts:
    rates = feed.window(first, steps * step, step, line.slugs).rates.astype(np.float64)
    counts: Counts = np.nansum(rates, axis=0) * step / PER_MINUTE
    counts[np.isnan(rates).all(axis=0)] = np.nan
    return counts


def _name(event: LiveEvent, line: Reading) -> str:
    if line.group:
        return line.name
    return next((term.label for term in event.terms if term.slug == line.name), ANY)
