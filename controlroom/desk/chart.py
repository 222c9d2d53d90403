"""The mention chart: its lines, the moments on it, why it moved, what people say."""

from controlroom.clock import MICROS
from controlroom.desk.chart_controls import controls, hint, looking_back, title, width
from controlroom.desk.chart_lines import counting, curves, floors, gaps, night_strip
from controlroom.desk.chart_marks import marks, spike_card
from controlroom.desk.chart_view import ChartView, SaidLine
from controlroom.desk.facts import Facts
from controlroom.desk.rundown import in_preview
from controlroom.messages import At, Message, message


def chart(facts: Facts) -> ChartView:
    """The chart as the operator looks at it."""
    feed, zone, look, readings = facts.feed, facts.event.zone, facts.look, facts.readings
    now_s = facts.now // MICROS
    live, at = look.is_live(now_s), look.stretch(now_s)
    solemn = feed.solemn_since is not None
    stale = feed.stale_from if live else None
    low = floors(readings) if readings is not None else ()
    drawn = curves(facts.event, look, readings) if readings is not None else ()
    left_out = readings.terms - len(drawn) if readings is not None else 0
    return ChartView(
        title=title(look),
        width=width(facts.event, look, at, readings.over if readings is not None else None),
        badge=message("chart.reconstruction") if facts.event.synthetic else None,
        brand=_brand(facts),
        tone=message("chart.tone") if feed.age_s is not None else None,
        tone_value=message("chart.solemn" if solemn else "chart.no_harm")
        if feed.age_s is not None
        else None,
        tone_alarm=solemn,
        now=at.end_s * MICROS,
        seconds=at.seconds,
        zone=zone,
        curves=drawn,
        marks=marks(facts, at),
        spike=spike_card(facts, at, live=live),
        band_from=_band(facts) if live else None,
        stale_from=stale,
        stale=message("chart.stale", at=At(stale, zone)) if stale else None,
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
        hint=feed.problem or hint(facts.event, look, readings),
        kind=look.kind,
        unit=look.unit,
        log=look.log,
        common=look.common,
        back=None if live else looking_back(facts.event, at, facts.now),
        counting=None if live else counting(facts.mentions_now, look.unit),
        gaps=gaps(readings) if readings is not None else (),
        floors=low,
        floor=message("chart.floor") if low else None,
        night=night_strip(readings, facts.now) if readings is not None else None,
        controls=controls(look, now_s),
        more=message("chart.more", count=left_out)
        if look.kind.value == "tiles" and left_out > 0
        else None,
        file=_file(facts, at.end_s * MICROS),
        about=message(
            "chart.about", event=facts.event.title, at=At(at.end_s * MICROS, facts.event.zone)
        ),
    )


def _file(facts: Facts, end: int) -> str:
    """mentions-super-bowl-xlvii-2013-02-03-203812."""
    local = At(end, facts.event.zone).local()
    return f"mentions-{facts.event.slug}-{local:%Y-%m-%d-%H%M%S}"


def _brand(facts: Facts) -> Message | None:
    count = facts.feed.brand_per_minute
    if count is None:
        return None
    return message("chart.brand", brand=facts.event.brand.name, count=count)


def _band(facts: Facts) -> int | None:
    slug = in_preview(facts)
    return facts.event.moment(slug).marked if slug is not None else None
