"""One frozen value of all the room knows, for the desk's builders."""

from typing import TYPE_CHECKING

from controlroom.desk.facts import Alarm, Facts, KeyFacts, Looked, Pending
from controlroom.event.asset import Asset, Role
from controlroom.messages import At, message
from controlroom.posting.who_may import may_turn
from controlroom.room.floor import Floor

if TYPE_CHECKING:
    from controlroom.room.room import Room

NOTHING = Asset(slug="", title="", role=Role.POST, caption="", picture=None)


def gather(room: "Room", revision: int) -> Facts:
    """What the desk is drawn from, now."""
    night, posting, event = room.night, room.night.posting, room.event
    preview, now, answers = posting.preview, room.now, room.poll()
    shown = posting.shown_take
    pending = None
    if shown is not None:
        rows = posting.outbox.of_take(shown.id)
        pending = Pending(shown.preview, rows, shown.sends_at, shown.window_s)
    newest = posting.newest_pending()
    if pending is None and newest is not None:
        # Something else stands in Preview by now; the foot still tells what is pending.
        rows = posting.outbox.of_take(newest.id)
        pending = Pending(newest.preview, rows, newest.sends_at, newest.window_s)
    return Facts(
        revision=revision,
        event=event,
        expected=room.expected(),
        now=now,
        speed=night.clock.speed,
        state=room.now_state,
        held_from=room.held_from,
        held_since=room.held_since,
        held_by=room.held_by,
        hold_reason=room.why_held,
        told=dict(room.told_at),
        simulated=night.simulated,
        preview=preview,
        fingerprint=room.fingerprint(),
        pending=pending,
        pending_count=sum(posting.is_unsent(take) for take in posting.takes.values()),
        kept=tuple(posting.kept),
        channels=room.on_channels(_asset_shown(room)),
        poll=answers,
        key_turned=room.key_turned(answers),
        deliveries=posting.outbox.all,
        on_air=posting.on_air(),
        metrics=night.metrics,
        usual_likes=None,
        offers=night.offers,
        offers_frozen_s=night.order.left(room.gestures()),
        selected_moment=room.selected_moment,
        selected_asset=room.selected_asset,
        search=room.searched,
        found=room.found,
        filter=room.shown_filter,
        layout=room.layout,
        feed=room.feed,
        alarm=_highest(room),
        alarms_in_ten=night.board.in_ten_minutes(now),
        digits=room.digits,
        flash=room.flash,
        refusal=room.refusal,
        notice=room.notice,
        practice=night.stopwatch.practice,
        practice_code=room.practice_code(),
        titles={channel: rule.title for channel, rule in room.around.rules.items()},
        count=room.count,
        media_path=lambda sha256: str(room.thread.store.media.path(sha256)),
        looked={
            delivery: Looked(seen.looked_at or now, seen.times, seen.newest, seen.problem)
            for delivery, seen in posting.evidence.items()
        },
        left_before_hold=room.left_before_hold,
        composer=posting.composer,
        accounts=room.sheet.view() if room.sheet is not None else None,
        own_posts=dict(night.own_posts.latest),
        look=room.look,
        readings=room.readings(),
        mentions_now=room.mentions_now(),
        contexts=room.contexts(preview),
        terms=room.terms_view(),
        board=room.board_view(),
        unsent=tuple(
            take.preview.asset.title for take in posting.takes.values() if posting.is_unsent(take)
        ),
        people=room.people_view(),
        key=_key(room),
        answers=room.answers_sheet,
        wrapped=room.wrapped,
        operator=room.operator,
        sat_with_key=room.sat_with_key,
        may_write=room.may_write,
    )


def _asset_shown(room: Floor) -> Asset:
    posting = room.night.posting
    if posting.preview is not None:
        return posting.preview.asset
    if (take := posting.shown_take) is not None:
        return take.preview.asset
    # The networks stand on the desk, whatever is in Preview, and before there is any asset.
    return NOTHING


def _highest(room: Floor) -> Alarm | None:
    return room.night.board.highest()


def _key(room: "Room") -> KeyFacts:
    preview = room.night.posting.preview
    if preview is None:
        return KeyFacts()
    return KeyFacts(
        people=may_turn(room.event, preview, room.operator),
        pins=room.pins_may_turn(preview),
        wait_s=int(room.keys.tries.left_s(room.around.live_clock.now()) + 0.999),
        said=room.key_said,
    )


def kept_notice(room: Floor, count: int) -> Alarm:
    """What a restart found pending."""
    at = At(room.now, room.event.zone)
    return Alarm(
        f"kept {at.micros}",
        2,
        message("alarm.kept", count=count),
        message("alarm.kept.do"),
        room.now,
    )
