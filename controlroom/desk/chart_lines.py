"""The lines of the mention chart, from what was counted: rates, shares, gaps and floors."""

import math

import numpy as np
import numpy.typing as npt

from controlroom.clock import MICROS
from controlroom.desk.chart_look import ChartLook, Kind, Unit
from controlroom.desk.chart_readings import Rates, Reading, Readings, value_times
from controlroom.desk.chart_view import Curve, NightStrip
from controlroom.desk.figures import figure
from controlroom.event.live_event import LiveEvent
from controlroom.messages import Message, english, message

GAP_LEAST_S = 3
"""Shorter silences are one late second, not a gap."""


def curves(event: LiveEvent, look: ChartLook, readings: Readings) -> tuple[Curve, ...]:
    """Every line in the unit of the look."""
    drawn = _shares(readings) if look.kind is Kind.SHARE else [one.rates for one in readings.lines]
    return tuple(
        _curve(event, look, readings, one, values)
        for one, values in zip(readings.lines, drawn, strict=True)
    )


def _curve(
    event: LiveEvent, look: ChartLook, readings: Readings, one: Reading, rates: Rates
) -> Curve:
    values = rates
    if look.unit is Unit.SECOND and look.kind is not Kind.SHARE:
        values = rates / np.float32(60)
    known = np.flatnonzero(np.isfinite(values))
    newest = float(values[known[-1]]) if len(known) else math.nan
    last = figure(newest, look.unit, look.kind)
    if len(known) and readings.floor is not None and readings.floor[known[-1]]:
        last = message("chart.at_least", count=last)
    return Curve(
        slug=one.name,
        label=label_of(event, one, look.kind),
        order=one.place,
        values=values,
        last=last,
        step=readings.step,
    )


def label_of(event: LiveEvent, one: Reading, kind: Kind) -> str:
    """What a line is called."""
    if one.group and one.name == "rivals" and kind is Kind.SHARE:
        return english(message("chart.other_rivals"))
    if one.group and one.name == "brand":
        return event.brand.name
    if one.group:
        return english(message(f"chart.group.{one.name}"))
    if not one.name:
        return english(message("chart.any"))
    return next((term.label for term in event.terms if term.slug == one.name), one.name)


def _shares(readings: Readings) -> list[Rates]:
    """Per cent of what is said of all of them together; nothing where nothing is said."""
    if not readings.lines:
        return []
    rates = np.stack([one.rates for one in readings.lines]).astype(np.float64)
    total = np.nansum(rates, axis=0)
    total[total <= 0] = np.nan
    return [np.asarray(row * 100 / total, np.float32) for row in rates]


def gaps(readings: Readings) -> tuple[tuple[int, int], ...]:
    """(from, until) in UTC µs without a feed, between what was counted before and after."""
    missing = np.isnan(readings.any)
    known = np.flatnonzero(~missing)
    if not len(known):
        return ()
    first = max(int(known[0]), 1)
    missing[:first], missing[int(known[-1]) :] = False, False
    return tuple(
        span for span in _runs(missing, readings) if span[1] - span[0] >= GAP_LEAST_S * MICROS
    )


def floors(readings: Readings) -> tuple[tuple[int, int], ...]:
    """(from, until) in UTC µs where a reading is a floor."""
    return () if readings.floor is None else _runs(readings.floor, readings)


def _runs(flags: npt.NDArray[np.bool_], readings: Readings) -> tuple[tuple[int, int], ...]:
    times = value_times(readings.end_s, readings.step, len(flags))
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False]))))
    return tuple(
        ((int(times[start]) - readings.step) * MICROS, int(times[end - 1]) * MICROS)
        for start, end in edges.reshape(-1, 2)
    )


def night_strip(readings: Readings, now: int) -> NightStrip | None:
    """The whole night in small, once there is more of it than the chart's own few minutes."""
    night = readings.night
    if night is None or len(night.rates) < 2:
        return None
    return NightStrip(
        start=night.start_s * MICROS,
        now=now,
        step=night.step,
        values=night.rates,
        spikes=tuple(spike.at for spike in readings.spikes if spike.at <= now),
    )


def counting(rate: float | None, unit: Unit) -> Message | None:
    """What is counted now, while the chart shows another time."""
    if rate is None:
        return None
    if unit is Unit.SECOND:
        return message("chart.counting_second", count=figure(rate / 60, unit))
    return message("chart.counting", count=figure(rate, unit))
