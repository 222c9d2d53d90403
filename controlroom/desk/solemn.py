"""The card of a solemn subject, and that of our brand under fire."""

from collections.abc import Iterable

from controlroom.desk.facts import Facts, Said, SolemnSeen
from controlroom.desk.solemn_view import FireView, SolemnView, WatchButton, WatchPost
from controlroom.event.delivery import PUBLIC
from controlroom.event.room_state import RoomState
from controlroom.messages import At, Message, message

REASONS = ("elsewhere", "not_meant", "sport", "old", "fiction")
CAN_HOLD = (RoomState.LIVE, RoomState.REHEARSAL)


def solemn(facts: Facts) -> SolemnView | None:
    """The subject that matters most, None while there is none."""
    if facts.state in (RoomState.PREP, RoomState.WRAP) or not facts.feed.solemn:
        return None
    one, zone = facts.feed.solemn[0], facts.event.zone
    others = len(facts.feed.solemn) - 1
    answered = one.not_ours_until is not None
    strong = one.strong and not answered
    title = "solemn.title.answered" if answered else "solemn.title"
    return SolemnView(
        subject=one.subject,
        strong=strong,
        answered=answered,
        title=message("solemn.title.strong" if strong else title),
        line=_line(one, zone),
        share=message("solemn.share", percent=one.share * 100, usual=one.usual * 100),
        authors=message("solemn.authors", count=one.authors),
        posts=_posts(one.posts, zone),
        buttons=_buttons(facts, one, strong=strong),
        reasons=tuple((key, message(f"solemn.reason.{key}")) for key in REASONS),
        more=message("solemn.more", count=others) if others else None,
    )


def _line(one: SolemnSeen, zone: str) -> Message:
    if one.not_ours_until is None:
        return message("solemn.line", subject=one.subject, at=At(one.since, zone))
    reason: Message | str = one.reason
    if one.reason in REASONS:
        reason = message(f"solemn.reason.{one.reason}")
    until = At(one.not_ours_until, zone)
    return message("solemn.until", subject=one.subject, until=until, reason=reason)


def _buttons(facts: Facts, one: SolemnSeen, *, strong: bool) -> tuple[WatchButton, ...]:
    about = (("subject", one.subject),)
    if one.not_ours_until is not None:
        again = message("solemn.button.ours_again")
        return (WatchButton("solemn_ours_again", again, (), about),)
    buttons = []
    if facts.state in CAN_HOLD:
        command, keys = ("accept_hold", ("H",)) if strong else ("hold", ("Esc", "Esc"))
        buttons.append(WatchButton(command, message("solemn.button.hold"), keys))
    not_ours = message("solemn.button.not_ours")
    buttons.append(WatchButton("solemn_not_ours", not_ours, (), about, asks="reason"))
    return tuple(buttons)


def fire(facts: Facts) -> FireView | None:
    """The fire that matters most, None while nobody is after us."""
    if facts.state is RoomState.PREP or not facts.feed.fires:
        return None
    one, zone = facts.feed.fires[0], facts.event.zone
    at = At(one.since, zone)
    own = one.own is not None
    line = message("fire.line.plain", at=at)
    if one.words:
        line = message("fire.line", at=at, words=", ".join(one.words))
    buttons = []
    if facts.state in CAN_HOLD:
        buttons.append(WatchButton("hold", message("solemn.button.hold"), ("Esc", "Esc")))
    if any(row.state in PUBLIC for row in facts.on_air):
        keys = ("Ctrl", "Backspace")
        buttons.append(WatchButton("retract", message("fire.button.retract"), keys))
    return FireView(
        own=own,
        title=message("fire.title.own")
        if own
        else message("fire.title", brand=facts.event.brand.name),
        line=line,
        share=message("fire.share", percent=round(one.share * 100), usual=round(one.usual * 100)),
        authors=message("fire.authors", count=one.authors),
        posts=_posts(one.posts, zone),
        buttons=tuple(buttons),
    )


def _posts(said: Iterable[Said], zone: str) -> tuple[WatchPost, ...]:
    return tuple(
        WatchPost(one.id, one.text, message("solemn.post", at=At(one.at, zone), source=one.source))
        for one in said
    )
