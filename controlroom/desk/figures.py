"""Numbers of the chart as people read them."""

import math

from controlroom.desk.chart_look import Kind, Unit
from controlroom.messages import Message, message


def thousands(value: float) -> Message:
    """231.5k, or the plain number below ten thousand; NaN says that there is none."""
    if math.isnan(value):
        return message("words", words="–")
    if value >= 10_000:
        return message("number.thousands", count=f"{value / 1000:.1f}")
    return message("number", count=int(value))


def figure(value: float, unit: Unit, kind: Kind = Kind.LINES) -> Message:
    """A value of the chart in its unit: per cent of a share, tenths of a few a second."""
    if math.isnan(value):
        return thousands(value)
    if kind is Kind.SHARE:
        return message("chart.percent", share=round(value))
    if unit is Unit.SECOND and value < 10:
        return message("chart.tenths", count=float(value))
    return thousands(float(value))


def times(ratio: float) -> str:
    """How many times the usual; beyond a hundred the exact figure says nothing more."""
    return "100+" if ratio >= 100 else f"{ratio:.1f}"
