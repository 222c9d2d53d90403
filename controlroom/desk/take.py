"""TAKE: one button, its face and its sentence."""

from dataclasses import replace

from controlroom.clock import MICROS
from controlroom.desk.facts import Facts
from controlroom.desk.pictures import avatar, image
from controlroom.desk.posts_view import TakeAccount
from controlroom.desk.view import TakeFace, TakeView, Tone
from controlroom.event.live_event import Person, Policy
from controlroom.event.room_state import RoomState
from controlroom.guards.known import Level
from controlroom.messages import Message, message

KEYS = ("Ctrl", "Enter")


def take(facts: Facts) -> TakeView:
    """The face TAKE wears now."""
    return replace(
        _face(facts),
        avatar=avatar(facts),
        flash=facts.flash,
        refusal=facts.refusal,
        rehearsal=facts.simulated,
        accounts=_accounts(facts),
    )


def _accounts(facts: Facts) -> tuple[TakeAccount, ...]:
    """Whom TAKE posts as, on each network, and how far each is made ready."""
    shown = facts.preview or (facts.pending.preview if facts.pending else None)
    if shown is None:
        return ()
    made = []
    for account in facts.event.accounts:
        on = next((one for one in facts.channels if one.channel == account.channel), None)
        if on is None or (shown.channels is not None and account.channel not in shown.channels):
            continue
        line, tone, share = message("stage.ready"), Tone.GO, None
        if on.problem is not None:
            line, tone = on.problem, Tone.CAUTION
        elif not on.signed_in:
            line, tone = message("masthead.signed_out"), Tone.NO_GO
        elif not on.uploaded:
            share = on.share
            line, tone = message("stage.share", percent=int(share * 100)), Tone.NOTE
        made.append(
            TakeAccount(
                channel=account.channel,
                title=on.title,
                name=account.name,
                handle=account.handle,
                avatar=image(facts, account.avatar),
                colour=account.colour,
                share=share,
                line=line,
                tone=tone,
            )
        )
    return tuple(made)


def _face(facts: Facts) -> TakeView:
    handle = facts.event.brand.handle
    if facts.preview is None and facts.pending is not None:
        left = max(0.0, (facts.pending.sends_at - facts.now) / MICROS)
        nowhere = message("take.goes_nowhere")
        return TakeView(
            face=TakeFace.HOLDING,
            word=message("take.posting_in", seconds=int(left + 0.999)),
            sentence=message("take.nothing_left"),
            line=nowhere if facts.simulated else message("take.goes_as", handle=handle),
            keys=("Esc",),
            left=left,
            window=facts.pending.window_s,
            avatar=None,
        )
    if facts.preview is None and facts.state in (RoomState.PREP, RoomState.WRAP):
        return TakeView(
            face=TakeFace.EMPTY,
            word=message("take.empty"),
            sentence=message("take.empty.closed", state=message(f"state.{facts.state}")),
            line=message("nothing"),
            keys=(),
            avatar=None,
        )
    if facts.preview is None or facts.poll is None:
        return TakeView(
            face=TakeFace.EMPTY,
            word=message("take.empty"),
            sentence=message("take.empty.how"),
            line=message("take.empty.line"),
            keys=("Space",),
            avatar=None,
        )
    return _staged(facts)


def _staged(facts: Facts) -> TakeView:
    assert facts.preview is not None
    assert facts.poll is not None
    asset = facts.preview.asset.title
    level, worst = facts.poll.level, facts.poll.worst
    closed = facts.state in (RoomState.PREP, RoomState.WRAP)
    if closed or (level is Level.NO_GO and worst is not None):
        why = (
            message("take.closed", state=message(f"state.{facts.state}"))
            if closed or worst is None
            else message("take.check", label=worst.label, detail=worst.detail)
        )
        return TakeView(
            face=TakeFace.NO_GO,
            word=message("take.word.no_go"),
            sentence=why,
            line=message("take.no_go.line", asset=asset),
            keys=(),
            avatar=None,
        )
    if level is Level.CAUTION and not facts.key_turned:
        return _solo(facts, asset) if _is_solo(facts) else _second_key(facts, asset)
    return TakeView(
        face=TakeFace.REHEARSAL if facts.simulated else TakeFace.ARMED,
        word=message("take.word.rehearsal" if facts.simulated else "take.word"),
        sentence=_posts(facts, asset),
        line=_where(facts),
        keys=KEYS,
        avatar=None,
    )


def _is_solo(facts: Facts) -> bool:
    return facts.event.settings.policy is Policy.SOLO


def _second_key(facts: Facts, asset: str) -> TakeView:
    key = facts.key
    line = key.said or _whose_key(facts)
    if key.wait_s:
        line = message("second_key.wait", seconds=key.wait_s)
    return TakeView(
        face=TakeFace.SECOND_KEY,
        word=message("take.word.second_key"),
        sentence=_posts(facts, asset),
        line=line,
        keys=KEYS,
        digits=len(facts.digits),
        masked=key.pins,
        wait=key.wait_s,
        avatar=None,
    )


def _solo(facts: Facts, asset: str) -> TakeView:
    return TakeView(
        face=TakeFace.SOLO,
        word=message("take.word.solo"),
        sentence=_posts(facts, asset),
        line=facts.key.said or message("take.solo_line"),
        keys=KEYS,
        avatar=None,
    )


def _posts(facts: Facts, asset: str) -> Message:
    """Who posts, in words. Several accounts of one name go by the brand's handle; which network
    has which handle stands on Preview."""
    if facts.simulated:
        return message("take.posts_nowhere", asset=asset)
    accounts = _accounts(facts)
    names = list(dict.fromkeys(account.name for account in accounts))
    if len(accounts) == 1:
        one = accounts[0]
        return message("take.posts_named", asset=asset, name=one.name, handle=one.handle)
    if len(names) == 1:
        handle = facts.event.brand.handle
        return message("take.posts_named", asset=asset, name=names[0], handle=handle)
    if len(names) == 2:
        return message("take.posts_as_two", asset=asset, first=names[0], second=names[1])
    if names:
        return message("take.posts_as_many", asset=asset, count=len(accounts))
    return message("take.posts_as", asset=asset, handle=facts.event.brand.handle)


def _where(facts: Facts) -> Message:
    settings = facts.event.settings
    careful = facts.key_turned
    seconds = settings.caution_hold_window_s if careful else settings.hold_window_s
    if facts.simulated:
        return message("take.simulated_line", seconds=seconds)
    names = [account.title for account in _accounts(facts)]
    if not names:
        names = [facts.titles.get(channel, channel) for channel in facts.event.channels]
    if len(names) == 1:
        return message("take.to_one", network=names[0], seconds=seconds)
    if len(names) == 2:
        return message("take.to_two", first=names[0], second=names[1], seconds=seconds)
    if len(names) == 3:
        return message(
            "take.to_three", first=names[0], second=names[1], third=names[2], seconds=seconds
        )
    if len(names) == 4:
        first, second, third, fourth = names
        return message(
            "take.to_four",
            first=first,
            second=second,
            third=third,
            fourth=fourth,
            seconds=seconds,
        )
    return message("take.to_many", count=len(names), seconds=seconds)


def _whose_key(facts: Facts) -> Message:
    """Whose digits are asked for, with the number to ring them up."""
    if facts.practice_code is not None:
        kind = "pin" if facts.key.pins else "code"
        return message(f"take.practice_{kind}", code=facts.practice_code)
    if not facts.key.people:
        return message("take.key_of_nobody")
    return message("take.ask", who=_either(facts.key.people))


def _either(people: tuple[Person, ...]) -> Message:
    told = [_reached(person) for person in people]
    if len(told) == 1:
        return told[0]
    if len(told) == 2:
        return message("take.either_of_two", first=told[0], second=told[1])
    names = [message("words", words=person.name) for person in people]
    if len(names) == 3:
        return message("take.either_of_three", first=names[0], second=names[1], third=names[2])
    return message("take.one_of", count=len(names))


def _reached(person: Person) -> Message:
    if not person.phone:
        return message("words", words=person.name)
    return message("take.reached", name=person.name, phone=person.phone)
