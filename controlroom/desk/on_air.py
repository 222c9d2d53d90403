"""ON AIR: the last post, what each network says of it, and the foot that mirrors TAKE."""

from controlroom.clock import MICROS
from controlroom.desk.deliveries import last_public, sheet
from controlroom.desk.facts import Facts
from controlroom.desk.pictures import avatar, image
from controlroom.desk.preview import STATE_TONE
from controlroom.desk.view import DeliveryRow, OnAirView, Stopwatch, Tone
from controlroom.event.delivery import PUBLIC, Delivery, DeliveryState
from controlroom.event.room_state import RoomState
from controlroom.messages import At, Message, Span, message

GOAL_S = 8.0

ICON = {
    DeliveryState.PENDING: "clock",
    DeliveryState.WAITING: "clock",
    DeliveryState.SENDING: "arrow-up",
    DeliveryState.ACCEPTED: "check",
    DeliveryState.VERIFIED: "check",
    DeliveryState.REFUSED: "close",
    DeliveryState.UNKNOWN: "help",
    DeliveryState.CANCELLED: "minus",
    DeliveryState.RETRACTED: "undo",
    DeliveryState.BY_HAND: "external",
}

Numbers = tuple[tuple[Message, Message, Tone], ...]
Foot = tuple[Message, Message, tuple[str, ...], Tone, str | None]


def on_air(facts: Facts) -> OnAirView:
    """The newest post, or the sentence that says there is none."""
    title = message("on_air.simulated" if facts.simulated else "on_air.title")
    rows = facts.on_air
    foot, foot_line, keys, tone, command = _foot(facts)
    first = rows[0] if rows else None
    since = min((row.accepted for row in rows if row.accepted is not None), default=None)
    age = None
    if since is not None:
        age = message("on_air.age", ago=Span((facts.now - since) // MICROS))
    return OnAirView(
        title=title,
        age=age,
        asset_title=facts.asset_title(first.asset) if first else "",
        words=first.words if first else "",
        avatar=avatar(facts),
        picture=image(facts, first.pictures[0]) if first and first.pictures else None,
        numbers=_numbers(facts),
        rows=tuple(_row(facts, row) for row in rows),
        stopwatch=_stopwatch(facts),
        foot=foot,
        foot_line=foot_line,
        foot_keys=keys,
        foot_tone=tone,
        foot_command=command,
        hint=message("on_air.hint"),
        last_public=last_public(facts),
    )


def _row(facts: Facts, row: Delivery) -> DeliveryRow:
    after = message("nothing")
    if row.state is DeliveryState.RETRACTED and row.accepted and row.retracted:
        up = Span((row.retracted - row.accepted) / MICROS)
        after = message("on_air.was_up", up=up)
    elif row.state is DeliveryState.WAITING and row.until is not None:
        after = message("on_air.until", until=At(row.until, facts.event.zone))
    elif row.accepted is not None:
        moment = next((m for m in facts.event.moments if m.slug == row.moment), None)
        since = moment.marked if moment is not None and moment.marked is not None else row.taken
        after = message("span.plus", span=Span((row.accepted - since) / MICROS))
    elif row.problem is not None:
        after = message("words", words=row.problem)
    return DeliveryRow(
        delivery=row.id,
        title=facts.titles.get(row.channel, row.channel),
        after=after,
        chip=message(f"delivery.{row.state}"),
        tone=STATE_TONE[row.state],
        icon=ICON[row.state],
        sheet=sheet(facts, row),
    )


def _numbers(facts: Facts) -> Numbers:
    metrics = facts.metrics
    if metrics is None:
        return ()
    numbers = [
        (message("on_air.likes"), message("number", count=metrics.likes), Tone.PLAIN),
        (message("on_air.reposts"), message("number", count=metrics.reposts), Tone.PLAIN),
        (message("on_air.replies"), message("number", count=metrics.replies), Tone.PLAIN),
    ]
    if facts.usual_likes:
        times = metrics.likes / facts.usual_likes
        numbers.append(
            (
                message("on_air.vs_usual"),
                message("times", times=f"{times:.1f}"),
                Tone.GO if times >= 1 else Tone.QUIET,
            )
        )
    return tuple(numbers)


def _foot(facts: Facts) -> Foot:
    if facts.pending_count:
        pending = facts.pending
        asset = pending.preview.asset.title if pending else ""
        networks = len(pending.deliveries) if pending else 0
        return (
            _counted("foot.pending", facts.pending_count),
            message("foot.pending_line", asset=asset, networks=networks),
            ("Esc",),
            Tone.CAUTION,
            "cancel",
        )
    failed = sum(row.state is DeliveryState.REFUSED for row in facts.on_air)
    public = sum(row.state in PUBLIC for row in facts.on_air)
    closed = facts.state in (RoomState.HOLD, RoomState.WRAP)
    if public and closed:  # before what failed: nothing more goes out now
        return (
            _counted("foot.retract", public),
            message("foot.retract_line"),
            ("Ctrl", "⌫"),
            Tone.NO_GO,
            "retract",
        )
    if failed and closed:
        line = message(f"foot.failed_{facts.state}")
        return _counted("foot.failed", failed), line, (), Tone.CAUTION, None
    if failed:
        return (
            _counted("foot.failed", failed),
            message("foot.failed_line"),
            ("R",),
            Tone.CAUTION,
            "retry",
        )
    if facts.simulated and facts.practice.accepted is not None:
        return (
            message("foot.again"),
            message("foot.again_line"),
            ("Ctrl", "R"),
            Tone.QUIET,
            "again",
        )
    line = message("foot.none_retract" if public else "foot.none_line")
    return message("foot.none"), line, (), Tone.QUIET, None


def _counted(id_: str, count: int) -> Message:
    return message(f"{id_}_one" if count == 1 else f"{id_}_many", count=count)


def _stopwatch(facts: Facts) -> Stopwatch | None:
    practice = facts.practice
    if not facts.simulated or practice.started is None:
        return None
    ended = practice.taken
    running = (facts.now - practice.started) / MICROS
    seconds = ended if ended is not None else running
    steps: list[tuple[Message, Message, Tone]] = [
        (message("practice.spike"), message("span.tenths", span=Span(0.0)), Tone.GO)
    ]
    for done, told, label in (
        (practice.staged, "practice.staged", "practice.stage"),
        (practice.taken, "practice.taken", "practice.take"),
        (practice.accepted, "practice.accepted", "practice.accept"),
    ):
        if done is None:
            steps.append((message(label), message("practice.running"), Tone.NEXT))
            break
        steps.append((message(told), message("span.tenths", span=Span(done)), Tone.GO))
    # Cut, not rounded: 59.96 s must not read 00:60.0.
    minutes, tenths = divmod(int(seconds * 10), 600)
    value = f"{minutes:02}:{tenths / 10:04.1f}"
    return Stopwatch(
        value=message("words", words=value),
        line=message("practice.since"),
        seconds=seconds,
        best=practice.best,
        goal=GOAL_S,
        run=message("practice.run", run=practice.run),
        steps=tuple(steps),
    )
