"""Chart views of the bundled night, for tests of the chart and for looking at it."""

from dataclasses import replace

import numpy as np

from controlroom.desk.chart_controls import controls
from controlroom.desk.chart_look import ChartLook, Kind, Stretch, Unit
from controlroom.desk.chart_view import (
    ChartMark,
    ChartView,
    Curve,
    NightStrip,
    SaidLine,
    SpikeNote,
)
from controlroom.messages import At, Message, english, message
from controlroom.messages.words import texts
from controlroom.rehearsal.night import load_night, minute_sums

ZONE = "America/New_York"
SECOND = 1_000_000
NIGHT = load_night("super-bowl-xlvii")
LABELS = {
    "any": "All watch terms",
    "power": "Power, lights, blackout",
    "ravens": "Ravens",
    "49ers": "49ers",
    "hurt": "Hurt, ambulance",
    "halftime": "Half-time show",
    "saltwick": "Saltwick",
    "game": "Super Bowl",
}


def said(text: str) -> Message:
    """A message that reads exactly ``text``, where no catalogue sentence is under test."""
    texts().setdefault("sample.said", "{text}")
    return message("sample.said", text=text)


def at(clock: str) -> int:
    """UTC µs of a wall clock ``HH:MM:SS`` of the night in its own zone."""
    hours, minutes, seconds = (int(part) for part in clock.split(":"))
    return NIGHT.start_us + (hours * 3600 + minutes * 60 + seconds - 18 * 3600) * SECOND


def curve(slug: str, order: int, now: int, seconds: int) -> Curve:
    """A term's mentions a minute in the ``seconds`` before ``now``."""
    counts = dict(zip(NIGHT.term_slugs, NIGHT.term_counts, strict=True)).get(slug, NIGHT.any_counts)
    end = (now - NIGHT.start_us) // SECOND + 1
    values = minute_sums(counts)[max(0, end - seconds) : end].astype(np.float32)
    return Curve(slug, LABELS[slug], order, values, said(f"{values[-1] / 1000:.1f}k"))


def chart(
    clock: str = "20:38:12",
    slugs: tuple[str, ...] = ("any", "ravens", "49ers", "power"),
    seconds: int = 720,
) -> ChartView:
    """The night at ``clock``, truly live, with nothing special about it."""
    now = at(clock)
    return ChartView(
        title=said("Mentions a minute"),
        width=said("last 12 min"),
        badge=None,
        brand=said("Saltwick 412 a minute"),
        tone=said("Tone"),
        tone_value=said("no harm seen"),
        tone_alarm=False,
        now=now,
        seconds=seconds,
        zone=ZONE,
        curves=tuple(curve(slug, order, now, seconds) for order, slug in enumerate(slugs)),
        marks=(),
        spike=None,
        band_from=None,
        stale_from=None,
        stale=None,
        said_title=said("What they say"),
        said_about="power",
        said=(
            said_line("1", "the lights just went OUT at the Superdome??", "20:38:09 · Bluesky"),
            said_line(
                "2",
                "did somebody forget to pay the\npower bill 😂 asking for 71,000 friends in"
                " the dark right now",
                "20:38:07 · Bluesky",
            ),
            said_line("3", "half the stadium is dark, is this for real", "20:38:04 · Bluesky"),
        ),
        hint=said("No mentions yet. The chart begins with the first one the feed brings."),
    )


def said_line(id_: str, text: str, line: str) -> SaidLine:
    """One mention."""
    return SaidLine(id_, text, said(line))


def blackout() -> ChartView:
    """42 seconds after the lights went out."""
    return replace(
        chart(),
        marks=(
            ChartMark(at("20:31:36"), "108-yard return", "on_air"),
            ChartMark(at("20:37:30"), "Lights out", "next"),
        ),
        spike=SpikeNote(
            at("20:37:41"),
            said("Spike 20:37:41 · 6.1 × usual"),
            said("why: power, lights, blackout"),
        ),
        band_from=at("20:37:30"),
    )


def solemn() -> ChartView:
    """HOLD, because people may be hurt."""
    return replace(
        chart("20:42:38", ("any", "ravens", "hurt", "power")),
        brand=said("Saltwick 6,930 a minute"),
        tone_value=said("people may be hurt"),
        tone_alarm=True,
        marks=(
            ChartMark(at("20:31:36"), "Return", "plain"),
            ChartMark(at("20:37:30"), "Lights out", "ghost"),
            ChartMark(at("20:38:22"), "Blackout 01", "on_air"),
            ChartMark(at("20:41:26"), "HOLD", "hold"),
        ),
        spike=SpikeNote(
            at("20:41:19"),
            said("Solemn subject 20:41:19 · 14 × usual"),
            said("why: ambulance, hurt, stretcher"),
            solemn=True,
        ),
        said_about="hurt",
    )


def reconstruction() -> ChartView:
    """The same night in a rehearsal."""
    return replace(blackout(), badge=said("RECONSTRUCTION"))


def stale(seconds: int = 95) -> ChartView:
    """The feed fell silent ``seconds`` ago."""
    view = blackout()
    curves = []
    for one in view.curves:
        values = one.values.copy()
        values[-seconds:] = np.nan
        curves.append(replace(one, values=values))
    since = view.now - seconds * SECOND
    return replace(
        view,
        curves=tuple(curves),
        stale_from=since,
        stale=said(f"no data since {At(since, ZONE)}"),
        spike=None,
        band_from=None,
    )


def empty() -> ChartView:
    """Before the first mention."""
    return replace(chart(), curves=(), said=(), brand=None, tone=None, said_about="")


def crowded() -> ChartView:
    """Eight curves at once."""
    return chart(
        slugs=("any", "ravens", "49ers", "power", "halftime", "game", "saltwick", "hurt"),
        seconds=720,
    )


def half_day() -> ChartView:
    """Eight curves of twelve hours, one value a second."""
    chance = np.random.Generator(np.random.PCG64(47))
    curves = []
    for order, slug in enumerate(LABELS):
        base = 3e5 / (order + 1) * (1 + np.sin(np.arange(43_200) / 2_400 + order)) / 2
        values = np.abs(base + chance.normal(0, 2_000, 43_200)).astype(np.float32)
        curves.append(Curve(slug, LABELS[slug], order, values, said(f"{values[-1] / 1000:.1f}k")))
    return replace(
        chart(), seconds=43_200, width=said("last 12 h"), curves=tuple(curves), marks=(), spike=None
    )


def night(until: str = "20:38:12") -> NightStrip:
    """The night so far in small."""
    end = (at(until) - NIGHT.start_us) // SECOND // 30 * 30
    rates = NIGHT.any_counts[:end].reshape(-1, 30).sum(axis=1).astype(np.float32) * 2
    spikes = tuple(at(clock) for clock in ("18:58:20", "19:48:14", "20:31:43", "20:37:41"))
    return NightStrip(NIGHT.start_us, at(until), 30, rates, spikes)


def with_controls(view: ChartView, look: ChartLook | None = None) -> ChartView:
    """A view that can be changed, above the night it belongs to."""
    look = look or ChartLook(span_s=view.seconds)
    return replace(
        view,
        controls=controls(look, at("20:38:12") // SECOND),
        night=night(),
        about=said("Super Bowl XLVII · Sun 3 Feb · EST"),
    )


def looking_back() -> ChartView:
    """Twelve minutes of the second quarter, while it is 20:38:12."""
    end = at("19:52:30")
    view = chart("19:52:30")
    start = end // SECOND - 720
    look = ChartLook(back=Stretch(start, end // SECOND))
    marks = (
        ChartMark(at("19:48:14"), "Long touchdown", "plain", said=said("19:48:14 Long touchdown")),
        ChartMark(
            at("19:49:02"), "Touchdown", "on_air", "post", said("19:49:02 posted: Touchdown")
        ),
        ChartMark(at("19:48:21"), "", "next", "spike", said("19:48:21 spike, 3.8 × usual: td")),
        ChartMark(at("19:44:00"), "", "ghost", "expected", said("19:44:00 spike, expected")),
    )
    card = SpikeNote(at("19:48:21"), said("Spike 19:48:21 · 3.8 × usual"), said("why: td, jones"))
    return replace(
        with_controls(view, look),
        marks=marks,
        spike=card,
        back=said("LOOKING BACK 19:40:30 – 19:52:30"),
        counting=said("now 231.5k a minute"),
    )


def saturated() -> ChartView:
    """Six minutes of a feed that passed on less than there was, after a gap."""
    view = blackout()
    curves = []
    for one in view.curves:
        values = one.values.copy()
        values[120:200] = np.nan
        curves.append(replace(one, values=values, last=said(f"≥ {english(one.last)}")))
    return replace(
        with_controls(view),
        curves=tuple(curves),
        gaps=((view.now - 600 * SECOND, view.now - 520 * SECOND),),
        floors=((view.now - 360 * SECOND, view.now),),
        floor=said("reading is a floor"),
    )


def logarithmic() -> ChartView:
    """The same minutes on a logarithmic scale."""
    return replace(with_controls(blackout(), ChartLook(log=True)), log=True)


def share() -> ChartView:
    """Our brand against two rivals over three hours."""
    chance = np.random.Generator(np.random.PCG64(5))
    wave = np.sin(np.arange(720) / 90)
    parts = np.stack([20 + 14 * wave, 55 - 9 * wave, 25 - 5 * wave])
    parts = np.maximum(parts + chance.normal(0, 1.2, parts.shape), 0)
    parts = parts * 100 / parts.sum(axis=0)
    parts[:, 300:318] = np.nan
    names = ("Saltwick", "Crispo", "Northsea Crisps")
    now = at("20:38:12")
    look = ChartLook(span_s=10_800, kind=Kind.SHARE)
    return replace(
        with_controls(chart(slugs=()), look),
        title=said("Share of voice, %"),
        width=said("last 3 h · of what is said of Saltwick and its rivals, means of 1 min"),
        now=now,
        seconds=10_800,
        kind=Kind.SHARE,
        curves=tuple(
            Curve(
                name.lower(),
                name,
                order,
                row.astype(np.float32),
                said(f"{row[-1]:.0f} %"),
                step=15,
            )
            for order, (name, row) in enumerate(zip(names, parts, strict=True))
        ),
        hint=said("No share yet: it needs watch terms of the brand and of at least one rival."),
    )


def tiles() -> ChartView:
    """Seven terms and "all", each in a chart of its own."""
    view = with_controls(crowded(), ChartLook(kind=Kind.TILES))
    curves = tuple(replace(one, order=0 if one.slug == "any" else 2) for one in view.curves)
    return replace(
        view,
        kind=Kind.TILES,
        curves=curves,
        marks=blackout().marks,
        more=said("188 more not drawn"),
    )


def a_second() -> ChartView:
    """Mentions a second."""
    view = with_controls(blackout(), ChartLook(unit=Unit.SECOND))
    curves = tuple(replace(one, values=one.values / np.float32(60)) for one in view.curves)
    return replace(view, unit=Unit.SECOND, curves=curves, title=said("Mentions a second"))
