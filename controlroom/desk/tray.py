"""The tray, and what closing the window leaves behind."""

from controlroom.desk.facts import Facts
from controlroom.desk.tray_view import Bubble, TrayView
from controlroom.event.room_state import RoomState
from controlroom.guards.known import Level
from controlroom.messages import At, Message, message

FROM_ELSEWHERE = frozenset({"hold.by.tray", "hold.by.sleep", "hold.by.solemn", "hold.by.command"})
"""Who holds without the window having been looked at."""
NAMED = 3


def tray(facts: Facts) -> TrayView:
    """State by shape and word, what is pending, and the one way to stop everything."""
    state = _state(facts)
    return TrayView(
        mark=_mark(facts),
        tip=message("tray.tip", event=facts.event.title, state=state, pending=_pending(facts)),
        state=state,
        hold=_hold(facts),
        may_hold=facts.state in (RoomState.LIVE, RoomState.REHEARSAL),
        bubble=_bubble(facts),
    )


def _hold(facts: Facts) -> Message:
    if facts.state is RoomState.HOLD:
        return message("tray.held", at=At(facts.held_since or facts.now, facts.event.zone))
    may_hold = facts.state in (RoomState.LIVE, RoomState.REHEARSAL)
    return message("tray.hold") if may_hold else message("tray.nothing_to_hold")


def _mark(facts: Facts) -> str:
    caution = facts.poll is not None and facts.poll.level is Level.CAUTION
    if facts.state is RoomState.LIVE and caution:
        return "caution"
    return str(facts.state)


def _state(facts: Facts) -> Message:
    mark = _mark(facts)
    if mark == "caution":
        return message("tray.caution")
    if facts.state is RoomState.HOLD and facts.simulated:
        return message("tray.hold_rehearsed")
    return message(f"state.{facts.state}")


def _pending(facts: Facts) -> Message:
    titles = facts.unsent
    if not titles:
        return message("tray.nothing_pending")
    return message("tray.pending", count=len(titles), titles=_named(titles))


def _bubble(facts: Facts) -> Bubble | None:
    held_by, since = facts.held_by, facts.held_since
    if facts.state is not RoomState.HOLD or held_by is None or since is None:
        return None
    if held_by.id not in FROM_ELSEWHERE:
        return None
    line = message("tray.bubble.line", by=held_by, kept=_kept(facts))
    return Bubble(since, message("tray.bubble", event=facts.event.title), line)


def _kept(facts: Facts) -> Message:
    if not facts.kept:
        return message("tray.none_kept")
    return message("tray.kept", count=len(facts.kept))


def closing(facts: Facts) -> Message | None:
    """What closing the window now does to what is pending; None where it may simply close."""
    if facts.state not in (RoomState.LIVE, RoomState.HOLD):
        return None
    titles = facts.unsent
    if len(titles) == 1:
        return message("closing.one", title=titles[0])
    if titles:
        return message("closing.pending", count=len(titles), titles=_named(titles))
    if facts.kept and not facts.simulated:
        return message("closing.kept", count=len(facts.kept))
    return message("closing.nothing")


def _named(titles: tuple[str, ...]) -> Message | tuple[Message, ...]:
    """As many titles as can be read at a glance."""
    shown = tuple(message("words", words=title) for title in titles[:NAMED])
    more = len(titles) - len(shown)
    return (*shown, message("closing.more", count=more)) if more else shown
