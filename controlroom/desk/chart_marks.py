"""The marks on the mention chart: moments, our own posts, HOLD, spikes."""

from collections.abc import Iterator

from controlroom.clock import MICROS
from controlroom.desk.chart_look import Stretch
from controlroom.desk.chart_readings import SpikeMark
from controlroom.desk.chart_view import ChartMark, SpikeNote
from controlroom.desk.facts import Facts
from controlroom.desk.figures import times
from controlroom.desk.rundown import in_preview
from controlroom.event.delivery import PUBLIC, Delivery, DeliveryState
from controlroom.event.moment import Moment
from controlroom.messages import At, message

SPIKE_SHOWN_S = 600


def marks(facts: Facts, at: Stretch) -> tuple[ChartMark, ...]:
    """Everything that happened in the stretch."""
    made = [*_moments(facts), *_posts(facts), *_spikes(facts)]
    if facts.held_since is not None:
        held = message("chart.mark_hold", at=At(facts.held_since, facts.event.zone))
        made.append(ChartMark(facts.held_since, "HOLD", "hold", said=held))
    start, end = at.start_s * MICROS, at.end_s * MICROS
    return tuple(mark for mark in made if start < mark.at <= end)


def _moments(facts: Facts) -> Iterator[ChartMark]:
    for moment in facts.event.moments:
        if moment.marked is None:
            continue
        at = At(moment.marked, facts.event.zone)
        said = message("chart.mark_moment", at=at, moment=moment.title)
        yield ChartMark(moment.marked, moment.short, _tone(facts, moment), said=said)


def _tone(facts: Facts, moment: Moment) -> str:
    if moment.slug == in_preview(facts):
        return "next"
    on_air = any(d.moment == moment.slug and d.state in PUBLIC for d in facts.on_air)
    return "on_air" if on_air and not facts.simulated else "plain"


def _posts(facts: Facts) -> Iterator[ChartMark]:
    """One mark a TAKE, where its first network accepted it."""
    takes: dict[str, list[Delivery]] = {}
    for row in facts.deliveries:
        if row.accepted is not None and row.rehearsal is facts.simulated:
            takes.setdefault(row.take, []).append(row)
    for rows in takes.values():
        first = min(rows, key=lambda row: row.accepted or 0)
        assert first.accepted is not None
        gone = all(row.state is DeliveryState.RETRACTED for row in rows)
        tone = "ghost" if gone else "plain" if facts.simulated else "on_air"
        title = facts.asset_title(first.asset)
        at = At(first.accepted, facts.event.zone)
        said = message("chart.mark_retracted" if gone else "chart.mark_post", at=at, asset=title)
        yield ChartMark(first.accepted, title, tone, "post", said)


def _spikes(facts: Facts) -> Iterator[ChartMark]:
    """Without words of their own: the newest has its card, the others tell when pointed at."""
    if facts.readings is None:
        return
    for spike in facts.readings.spikes:
        at, ratio = At(spike.at, facts.event.zone), times(spike.ratio)
        if spike.expected:
            said = message("chart.mark_expected", at=at, times=ratio, moment=spike.expected)
            yield ChartMark(spike.at, "", "ghost", "expected", said)
            continue
        words = ", ".join(spike.why) or "–"
        said = message("chart.mark_spike", at=at, times=ratio, words=words)
        yield ChartMark(spike.at, "", "hold" if spike.solemn else "next", "spike", said)


def spike_card(facts: Facts, at: Stretch, *, live: bool) -> SpikeNote | None:
    """The newest spike of the stretch, rather a surprise; live, as long as it is news."""
    known = facts.readings.spikes if facts.readings is not None else ()
    spike = facts.feed.spike
    if live:
        if spike is None or facts.now - spike.at > SPIKE_SHOWN_S * MICROS:
            return None
        expected = next((one.expected for one in known if one.at == spike.at), "")
        return _card(facts, SpikeMark(spike.at, spike.ratio, spike.why, expected, spike.solemn))
    inside = [one for one in known if at.start_s * MICROS < one.at <= at.end_s * MICROS]
    if not inside:
        return None
    return _card(facts, max(inside, key=lambda one: (not one.expected, one.at)))


def _card(facts: Facts, spike: SpikeMark) -> SpikeNote:
    at, ratio = At(spike.at, facts.event.zone), times(spike.ratio)
    known = bool(spike.why)
    because = message("chart.why", words=", ".join(spike.why)) if known else message("nothing")
    if spike.solemn:
        line = message("chart.solemn_spike", at=at, times=ratio)
        return SpikeNote(spike.at, line, because, solemn=True)
    if spike.expected:
        line = message("chart.expected_spike", at=at, times=ratio)
        return SpikeNote(spike.at, line, message("chart.expected_why", moment=spike.expected))
    return SpikeNote(spike.at, message("chart.spike", at=at, times=ratio), because)
