"""The mention chart: four lines at most, the moments on it, why it moved, what people say."""

import math

import numpy as np

from controlroom.clock import MICROS
from controlroom.desk.chart_view import ChartMark, ChartView, Curve, SaidLine, SpikeNote
from controlroom.desk.facts import Facts
from controlroom.desk.rundown import in_preview
from controlroom.event.delivery import PUBLIC
from controlroom.event.moment import Moment
from controlroom.messages import At, Message, message

SECONDS = 12 * 60
SPIKE_SHOWN_S = 600


def chart(facts: Facts) -> ChartView:
    """The last twelve minutes."""
    feed, zone = facts.feed, facts.event.zone
    marks = tuple(
        ChartMark(m.marked, m.short, _tone(facts, m))
        for m in facts.event.moments
        if m.marked is not None and facts.now - m.marked < SECONDS * MICROS
    )
    if facts.held_since is not None:
        marks += (ChartMark(facts.held_since, "HOLD", "hold"),)
    solemn = feed.solemn_since is not None
    return ChartView(
        title=message("chart.title"),
        width=message("chart.width", minutes=SECONDS // 60),
        badge=message("chart.reconstruction") if facts.event.synthetic else None,
        brand=_brand(facts),
        tone=message("chart.tone") if feed.age_s is not None else None,
        tone_value=message("chart.solemn" if solemn else "chart.no_harm")
        if feed.age_s is not None
        else None,
        tone_alarm=solemn,
        now=facts.now,
        seconds=SECONDS,
        zone=zone,
        curves=_curves(facts),
        marks=marks,
        spike=_spike(facts),
        band_from=_band(facts),
        stale_from=feed.stale_from,
        stale=message("chart.stale", at=At(feed.stale_from, zone)) if feed.stale_from else None,
        said_title=message("chart.said"),
        said_about=feed.about,
        said=tuple(
            SaidLine(
                said.id,
                said.text,
                message("chart.said_line", at=At(said.at, zone), source=said.source),
            )
            for said in feed.said
        ),
        hint=feed.problem or message("chart.hint"),
    )


def _curves(facts: Facts) -> tuple[Curve, ...]:
    labels = {term.slug: term.label for term in facts.event.terms}
    made = []
    for order, (slug, values) in enumerate(facts.feed.curves):
        known = values[np.isfinite(values)]
        last = float(known[-1]) if len(known) else math.nan
        made.append(
            Curve(
                slug=slug,
                label=labels.get(slug, "All watch terms"),
                order=order,
                values=values,
                last=thousands(last),
            )
        )
    return tuple(made)


def thousands(value: float) -> Message:
    """231.5k, or the plain number below ten thousand; NaN says that there is none."""
    if math.isnan(value):
        return message("words", words="–")
    if value >= 10_000:
        return message("number.thousands", count=f"{value / 1000:.1f}")
    return message("number", count=int(value))


def times(ratio: float) -> str:
    """How many times the usual; beyond a hundred the exact figure says nothing more."""
    return "100+" if ratio >= 100 else f"{ratio:.1f}"


def _brand(facts: Facts) -> Message | None:
    count = facts.feed.brand_per_minute
    if count is None:
        return None
    return message("chart.brand", brand=facts.event.brand.name, count=count)


def _spike(facts: Facts) -> SpikeNote | None:
    spike = facts.feed.spike
    if spike is None or facts.now - spike.at > SPIKE_SHOWN_S * MICROS:
        return None
    line = message(
        "chart.solemn_spike" if spike.solemn else "chart.spike",
        at=At(spike.at, facts.event.zone),
        times=times(spike.ratio),
    )
    return SpikeNote(
        spike.at, line, message("chart.why", words=", ".join(spike.why)), solemn=spike.solemn
    )


def _band(facts: Facts) -> int | None:
    slug = in_preview(facts)
    return facts.event.moment(slug).marked if slug is not None else None


def _tone(facts: Facts, moment: Moment) -> str:
    if moment.slug == in_preview(facts):
        return "next"
    on_air = any(d.moment == moment.slug and d.state in PUBLIC for d in facts.on_air)
    return "on_air" if on_air and not facts.simulated else "plain"
