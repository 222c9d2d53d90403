"""The rundown: short lists of moments, each with its mark, time and note."""

from controlroom.clock import MICROS
from controlroom.desk.facts import Facts
from controlroom.desk.masthead import countdown
from controlroom.desk.view import RundownGroup, RundownRow, RundownView, Tone
from controlroom.event.delivery import PUBLIC, DeliveryState
from controlroom.event.moment import Anchor, Intent, Moment
from controlroom.event.room_state import RoomState
from controlroom.event.times import current_moment, next_moment
from controlroom.messages import At, Message, Span, message


def rundown(facts: Facts) -> RundownView:
    """The rundown under the event's headings, and which row to follow."""
    event = facts.event
    upcoming = next_moment(event, facts.expected, facts.now)
    current = current_moment(event, facts.now)
    rows = {m.slug: row(facts, m, upcoming, current) for m in event.moments}
    groups = []
    for segment in event.segments:
        moments = [m for m in event.moments if m.segment == segment.slug]
        if not moments:
            continue
        floats = all(m.anchor is Anchor.FLOAT for m in moments)
        groups.append(
            RundownGroup(
                segment.title,
                message("rundown.mark_with") if floats else _group_note(facts, moments),
                "M" if floats else None,
                tuple(rows[m.slug] for m in moments),
            )
        )
    happened = sum(m.marked is not None or m.skipped for m in event.moments)
    now = in_preview(facts) or (current.slug if current else None)
    return RundownView(
        event.title,
        message("rundown.progress", done=happened, all=len(event.moments)),
        tuple(groups),
        now or (upcoming.slug if upcoming else None),
    )


def in_preview(facts: Facts) -> str | None:
    """The moment of what stands (or is frozen) in Preview."""
    if facts.preview is not None:
        return facts.preview.moment
    return facts.pending.preview.moment if facts.pending else None


def _group_note(facts: Facts, moments: list[Moment]) -> Message:
    posted = sum(_posted_after(facts, m) is not None for m in moments)
    happened = [m for m in moments if m.marked is not None]
    if len(happened) == len(moments):
        return message(
            "rundown.group_done", count=len(moments), posted=posted, passed=len(moments) - posted
        )
    return message("rundown.group", count=len(moments))


def row(
    facts: Facts, moment: Moment, upcoming: Moment | None, current: Moment | None
) -> RundownRow:
    """One moment as a row."""
    mark, tone = _mark(facts, moment, upcoming)
    note, note_tone, key = _note(facts, moment, upcoming)
    under = under_note = None
    if moment.slug == in_preview(facts) and moment.marked is not None:
        under = message("rundown.found_by_spike" if moment.found_by_spike else "rundown.marked")
        since = Span((facts.now - moment.marked) / MICROS)
        note, note_tone = message("span.short", span=since), Tone.NEXT
        pending = facts.preview is None and facts.pending is not None
        under_note = message("rundown.pending" if pending else "rundown.in_preview")
    struck = None
    if moment.planned is not None and abs((moment.marked or moment.planned) - moment.planned) > (
        60 * MICROS
    ):
        struck = message("time.hm", at=At(moment.planned, facts.event.zone))
    return RundownRow(
        slug=moment.slug,
        mark=mark,
        time=_time(facts, moment),
        title=moment.title,
        short=moment.short,
        note=note,
        note_tone=note_tone,
        tone=tone,
        under=under,
        under_note=under_note,
        struck=struck,
        selected=moment.slug == facts.selected_moment,
        key=key,
    )


def _time(facts: Facts, moment: Moment) -> Message:
    at = facts.expected.at[moment.slug]
    if at is None:
        return message("rundown.silent" if moment.intent is Intent.SILENT else "rundown.float")
    stamp = At(at, facts.event.zone)
    if moment.marked is None and moment.spread_s:
        return message("time.spread", at=stamp, spread=moment.spread_s // 60)
    return message("time.hms", at=stamp)


def _mark(facts: Facts, moment: Moment, upcoming: Moment | None) -> tuple[str, Tone]:
    if _is_on_air(facts, moment):
        simulated = facts.simulated
        return ("simulated", Tone.REHEARSAL) if simulated else ("on_air", Tone.ON_AIR)
    if moment.slug == in_preview(facts):
        return "next", Tone.NEXT
    if moment.marked is not None:
        return ("done" if _posted_after(facts, moment) is not None else "passed"), Tone.QUIET
    if moment.skipped:
        return "passed", Tone.QUIET
    if moment.intent is Intent.SILENT:
        return "silent", Tone.QUIET
    if moment.outcome_set is not None:
        return "fork", Tone.PLAIN
    if moment.anchor is Anchor.HARD:
        return "hard", Tone.PLAIN
    return ("float" if moment.anchor is Anchor.FLOAT else "soft"), Tone.PLAIN


def _is_on_air(facts: Facts, moment: Moment) -> bool:
    return any(d.moment == moment.slug and d.state in PUBLIC for d in facts.on_air)


def _posted_after(facts: Facts, moment: Moment) -> float | None:
    """Seconds from the moment to its first accepted post."""
    times = [
        d.accepted
        for d in facts.deliveries
        if d.moment == moment.slug
        and d.accepted is not None
        and d.state is not DeliveryState.RETRACTED
    ]
    if not times or moment.marked is None:
        return None
    return (min(times) - moment.marked) / MICROS


def _note(
    facts: Facts, moment: Moment, upcoming: Moment | None
) -> tuple[Message, Tone, str | None]:
    if _is_on_air(facts, moment):
        if facts.simulated:
            return message("rundown.simulated"), Tone.QUIET, None
        return message("rundown.on_air"), Tone.ON_AIR, None
    if moment.marked is not None:
        after = _posted_after(facts, moment)
        if after is None:
            return message("rundown.passed"), Tone.QUIET, None
        return message("rundown.posted", after=Span(after)), Tone.QUIET, None
    if moment.skipped:
        return message("rundown.skipped"), Tone.QUIET, None
    if moment.intent is Intent.SILENT:
        return message("rundown.stay_out"), Tone.QUIET, None
    return _ahead(facts, moment, upcoming)


def _ahead(
    facts: Facts, moment: Moment, upcoming: Moment | None
) -> tuple[Message, Tone, str | None]:
    at = facts.expected.at[moment.slug]
    if upcoming is not None and upcoming.slug == moment.slug and at is not None:
        words = message("rundown.next", countdown=countdown(at, facts.now))
        return words, Tone.NEXT if at >= facts.now else Tone.CAUTION, None
    if (over := facts.expected.overlaps.get(moment.slug)) is not None:
        return message("rundown.overlap", by=Span(over)), Tone.CAUTION, None
    if moment.outcome_set is not None:
        outcomes = facts.event.outcome_set(moment.outcome_set)
        if outcomes.decided is None:
            return message("rundown.undecided"), Tone.CAUTION, "O"
        title = next(o.title for o in outcomes.outcomes if o.slug == outcomes.decided)
        return message("words", words=title), Tone.NEXT, None
    cues = facts.event.cues_of(moment.slug)
    slots = {asset: digit for digit, asset in facts.event.slots}
    if moment.anchor is Anchor.FLOAT and cues:
        if (digit := slots.get(cues[0].asset)) is not None:
            return message("rundown.slot", digit=digit), Tone.QUIET, None
        title = facts.asset_title(cues[0].asset)
        return message("words", words=title), Tone.QUIET, None
    if moment.anchor is Anchor.HARD:
        return message("rundown.hard"), Tone.QUIET, None
    if not cues:
        must = moment.intent is Intent.MUST
        return message("rundown.no_cue"), Tone.CAUTION if must else Tone.QUIET, None
    words = message("rundown.cue" if len(cues) == 1 else "rundown.cues", count=len(cues))
    return words, Tone.QUIET, None


def _prep_mark(moment: Moment, *, short: bool, ready: int) -> str:
    if short:
        return "alert"
    if moment.anchor is Anchor.HARD:
        return "hard"
    return "done" if ready else "soft"


def prep_row(facts: Facts, moment: Moment, ready: int, all_cues: int) -> RundownRow:
    """One moment as PREP shows it: how many of its assets are ready."""
    upcoming = None if facts.state is RoomState.PREP else moment
    plain = row(facts, moment, upcoming, None)
    if moment.intent is Intent.SILENT:
        return plain
    short = ready < all_cues or (moment.intent is Intent.MUST and not all_cues)
    note = message("prep.ready_of" if short else "prep.ready", ready=ready, all=all_cues)
    if not all_cues and not short:
        note = message("rundown.no_cue")
    return RundownRow(
        slug=moment.slug,
        mark=_prep_mark(moment, short=short, ready=ready),
        time=plain.time,
        title=moment.title,
        short=moment.short,
        note=note,
        note_tone=Tone.CAUTION if short else Tone.QUIET,
        tone=Tone.PLAIN,
        selected=plain.selected,
    )
