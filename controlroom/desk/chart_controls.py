"""What can be chosen about the mention chart, and in words what has been."""

from controlroom.desk.chart_look import SPANS, By, ChartLook, Kind, Stretch, Unit
from controlroom.desk.chart_readings import Readings
from controlroom.desk.chart_view import ChartControl
from controlroom.event.live_event import LiveEvent
from controlroom.messages import At, Message, Span, message

MICROS = 1_000_000


def controls(look: ChartLook, now_s: int) -> tuple[tuple[ChartControl, ...], ...]:
    """Widths; kinds; the rest. Only what means something with the kind that is shown."""
    wide = look.stretch(now_s).seconds
    spans = tuple(
        ChartControl(span_label(span), "chart_span", (("seconds", str(span)),), span == wide)
        for span in SPANS
    )
    kinds = (
        ChartControl(message("chart.share"), "chart_share", (), look.kind is Kind.SHARE),
        ChartControl(message("chart.tiles"), "chart_tiles", (), look.kind is Kind.TILES),
    )
    more = []
    if look.kind is not Kind.SHARE:
        by = look.by is By.GROUPS
        more.append(ChartControl(message("chart.groups"), "chart_by", (), by))
        second = look.unit is Unit.SECOND
        more.append(ChartControl(message("chart.second"), "chart_unit", (), second))
        more.append(ChartControl(message("chart.log"), "chart_log", (), look.log))
    if look.kind is Kind.TILES:
        own = not look.common
        more.append(ChartControl(message("chart.own"), "chart_scale", (), own))
    return spans, kinds, tuple(more)


def span_label(seconds: int) -> Message:
    """12 min, 3 h."""
    if seconds < 3_600:
        return message("chart.span_minutes", minutes=seconds // 60)
    return message("chart.span_hours", hours=seconds // 3_600)


def title(look: ChartLook) -> Message:
    """What is drawn."""
    if look.kind is Kind.SHARE:
        return message("chart.title_share")
    second = look.unit is Unit.SECOND
    return message("chart.title_second" if second else "chart.title")


def width(event: LiveEvent, look: ChartLook, at: Stretch, over: int | None) -> Message:
    """How far back, and whatever is not as usual about it."""
    how: list[Message] = []
    if look.kind is Kind.SHARE:
        how.append(message("chart.how_share", brand=event.brand.name))
    else:
        if look.by is By.GROUPS:
            how.append(message("chart.how_groups"))
        if look.log:
            how.append(message("chart.how_log"))
        if look.kind is Kind.TILES and not look.common:
            how.append(message("chart.how_own"))
    if over is not None and over >= 60:
        how.append(message("chart.how_mean", span=Span(over)))
    plain = _plain_width(at.seconds)
    return message("chart.width_how", width=plain, how=tuple(how)) if how else plain


def _plain_width(seconds: int) -> Message:
    if seconds % 3_600 == 0:
        return message("chart.width_hours", hours=seconds // 3_600)
    if seconds % 60 == 0 and seconds < 3_600:
        return message("chart.width", minutes=seconds // 60)
    return message("chart.width_words", span=Span(seconds))


def looking_back(event: LiveEvent, at: Stretch, now: int) -> Message:
    """That this is not now: from when until when it is, with the day where that is another."""
    zone = event.zone
    start, end, today = (At(one, zone) for one in (at.start_s * MICROS, at.end_s * MICROS, now))
    if start.local().date() != today.local().date():
        return message(
            "chart.back",
            start=message("chart.back_date", at=start),
            end=message("chart.back_date", at=end),
        )
    return message(
        "chart.back", start=message("time.hms", at=start), end=message("time.hms", at=end)
    )


def hint(event: LiveEvent, look: ChartLook, readings: Readings | None) -> Message:
    """What to say where there is nothing to draw."""
    if not event.terms:
        return message("chart.no_terms")
    if readings is None:
        return message("chart.no_feed")
    if look.kind is Kind.SHARE and not readings.lines:
        return message("chart.no_rivals")
    if look.back is not None:
        zone = event.zone
        return message(
            "chart.no_counts",
            start=message("time.hm", at=At(readings.start_s * MICROS, zone)),
            end=message("time.hm", at=At(readings.end_s * MICROS, zone)),
            began=message("time.hm", at=At(readings.from_s * MICROS, zone)),
        )
    return message("chart.hint")
