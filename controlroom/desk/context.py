"""The context strip beside TAKE."""

from controlroom.desk.context_view import ContextRow, ContextTone, ContextView
from controlroom.desk.facts import ContextSeen, Facts
from controlroom.desk.figures import thousands
from controlroom.desk.solemn_view import WatchPost
from controlroom.guards.caption import same_tag
from controlroom.guards.context import is_solemn
from controlroom.guards.known import Context
from controlroom.messages import At, Message, message

# Fast: so many times its hour, and at least so many a minute.
FAST_TIMES = 3.0
FAST_PER_MINUTE = 10.0
UP, DOWN = 1.5, 0.67
MOST_SHOWN = 8
ORDER = (ContextTone.SOLEMN, ContextTone.FAST, ContextTone.UNKNOWN, ContextTone.CALM)


def context(facts: Facts) -> ContextView | None:
    """The names in what stands in Preview, None where it names nothing."""
    if facts.preview is None or not facts.contexts:
        return None
    listed = {same_tag(tag) for tag in facts.event.hashtags}
    rows = [_row(seen, listed, facts.event.zone) for seen in facts.contexts]
    # Hashtags that are not on the list stand before others that are as calm.
    rows.sort(key=lambda row: (ORDER.index(row.tone), row.listed is not False))
    worst = rows[0].tone
    return ContextView(
        tuple(rows[:MOST_SHOWN]), message(f"context.{worst}", label=rows[0].label), worst
    )


def _row(seen: ContextSeen, listed: set[str], zone: str) -> ContextRow:
    one = seen.context
    tone = _tone(one)
    return ContextRow(
        label=one.label,
        rate=_rate(one),
        arrow=_arrow(one),
        solemn=message(
            "context.share", percent=round(one.share * 100), solemn=one.solemn, judged=one.judged
        )
        if one.solemn
        else None,
        posts=tuple(
            WatchPost(
                said.id,
                said.text,
                message("context.post", at=At(said.at, zone), source=said.source),
            )
            for said in seen.posts
        ),
        tone=tone,
        listed=same_tag(one.label) in listed if one.label.startswith("#") else None,
    )


def _tone(one: Context) -> ContextTone:
    if is_solemn(one):
        return ContextTone.SOLEMN
    if one.per_minute is None:
        return ContextTone.UNKNOWN
    usual = one.usual_per_minute or 0.0
    if one.per_minute >= FAST_PER_MINUTE and one.per_minute >= FAST_TIMES * usual:
        return ContextTone.FAST
    return ContextTone.CALM


def _rate(one: Context) -> Message:
    if one.per_minute is None:
        return message("context.rate.unknown")
    if one.usual_per_minute is None:
        return message("context.rate.new", now=thousands(one.per_minute))
    usual = _few(one.usual_per_minute)
    return message("context.rate", now=thousands(one.per_minute), usual=usual)


def _few(rate: float) -> Message:
    """Below ten a minute a half counts."""
    return message("chart.tenths", count=rate) if 0 < rate < 10 else thousands(rate)


def _arrow(one: Context) -> str:
    if one.per_minute is None or one.usual_per_minute is None:
        return ""
    if one.per_minute > UP * one.usual_per_minute:
        return "up"
    return "down" if one.per_minute < DOWN * one.usual_per_minute else "flat"
