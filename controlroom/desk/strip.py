"""The alarm strip and the HOLD column."""

from controlroom.desk.facts import Facts
from controlroom.desk.hold_view import AlsoStopRow, HoldView, StillPossible
from controlroom.desk.view import AlarmView, Tone
from controlroom.event.asset import Role
from controlroom.event.delivery import PUBLIC
from controlroom.event.room_state import RoomState
from controlroom.messages import At, message

REASONS = ("solemn", "wrong_post", "under_fire", "technical")


def alarm(facts: Facts) -> AlarmView:
    """The highest alarm nobody acknowledged, or that there is none."""
    rate = message("alarm.rate", count=facts.alarms_in_ten)
    if facts.alarm is None:
        quiet = "alarm.none_rehearsal" if facts.simulated else "alarm.none_line"
        return AlarmView(
            priority=None,
            what=message("alarm.none"),
            to_do=message(quiet),
            at=None,
            acknowledged=True,
            rate=rate,
            tone=Tone.GO,
        )
    alarm = facts.alarm
    return AlarmView(
        priority=alarm.priority,
        what=alarm.what,
        to_do=alarm.to_do,
        at=message("time.hms", at=At(alarm.since, facts.event.zone)),
        acknowledged=alarm.acknowledged,
        rate=rate,
        tone=Tone.NO_GO if alarm.priority == 1 else Tone.CAUTION,
    )


def hold(facts: Facts) -> HoldView | None:
    """What can still be done, what else to stop, and the way out."""
    if facts.state is not RoomState.HOLD or facts.held_since is None:
        return None
    event = facts.event
    on_air = any(row.state in PUBLIC for row in facts.on_air)
    roles = {asset.role: asset for asset in event.assets}
    still = [
        StillPossible(
            "check" if on_air else "cross",
            message("hold.retract"),
            message("hold.retract.line"),
            message("hold.open" if on_air else "hold.nothing_on_air"),
        )
    ]
    for role, title, key in (
        (Role.CORRECTION, "hold.correction", "C"),
        (Role.PAUSE, "hold.pause", "0"),
    ):
        if role in roles:
            here = facts.preview is not None and facts.preview.asset.role is role
            note = message("hold.in_preview") if here else message("hold.slot", digit=key)
            still.append(
                StillPossible("key", message(title), message("hold.with_key", digit=key), note)
            )
    still += [
        StillPossible(
            "check",
            message("hold.stage"),
            message("hold.stage.line"),
            message("hold.open"),
        ),
        StillPossible(
            "cross",
            message("hold.other"),
            message("hold.other.line"),
            message("hold.closed"),
        ),
    ]
    rows = tuple(
        AlsoStopRow(
            number,
            one.title,
            message("hold.who", who=one.who, phone=one.phone),
            number in facts.told,
            message("hold.told", at=At(facts.told[number], event.zone))
            if number in facts.told
            else message("hold.not_told"),
        )
        for number, one in enumerate(event.also_stop)
    )
    return HoldView(
        since=facts.held_since,
        still=tuple(still),
        also_stop=rows,
        also_note=message("hold.also", done=sum(row.done for row in rows), all=len(rows))
        if rows
        else message("hold.also_none"),
        reasons=tuple((reason, message(f"hold.reason.{reason}")) for reason in REASONS),
        reason=facts.hold_reason,
        release=message("hold.release"),
        release_line=message("hold.release.line"),
        left=message("hold.left", count=facts.left_before_hold) if facts.left_before_hold else None,
        also_empty=None if rows else message("hold.also_empty"),
    )
