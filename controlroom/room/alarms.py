"""Alarms: conditions that need a response, at most a few an hour. Suggestions are not alarms."""

from collections import deque
from dataclasses import dataclass, field, replace

from controlroom.clock import MICROS
from controlroom.desk.facts import Alarm
from controlroom.event.approvals import is_approved
from controlroom.event.asset import Role
from controlroom.event.delivery import PUBLIC, Delivery, DeliveryState
from controlroom.event.live_event import LiveEvent
from controlroom.event.moment import Intent, Moment
from controlroom.event.times import Expected
from controlroom.messages import Span, message
from controlroom.room.offers import ahead

OVERDUE_S = 60
SOON_S = 300
TEN_MINUTES = 600 * MICROS
LATELY = TEN_MINUTES
"""What was cancelled although nobody wanted it is told for so long."""


@dataclass(slots=True)
class AlarmBoard:
    """Which alarms stand. An acknowledged one stays until its condition ends."""

    standing: dict[str, Alarm] = field(default_factory=dict)
    _gone: dict[str, tuple[Alarm, int]] = field(default_factory=dict)
    _raised: deque[int] = field(default_factory=lambda: deque(maxlen=100))

    def look(self, conditions: list[Alarm], now: int) -> tuple[Alarm, ...]:
        """Take in what is wrong now. Returns the alarms that are new."""
        before, self.standing = self.standing, {}
        self._gone = {key: gone for key, gone in self._gone.items() if now - gone[1] <= TEN_MINUTES}
        fresh = []
        for condition in conditions:
            known = before.pop(condition.key, None)
            if known is None and condition.key in self._gone:
                # It comes and goes: the same alarm, not another one.
                known, _ = self._gone.pop(condition.key)
            if known is None:
                fresh.append(condition)
                self._raised.append(now)
            self.standing[condition.key] = (
                replace(condition, since=known.since, acknowledged=known.acknowledged)
                if known
                else condition
            )
        for key, left in before.items():
            self._gone[key] = (left, now)
        return tuple(fresh)

    def highest(self) -> Alarm | None:
        """The alarm for the strip: unacknowledged first, then by priority, then the newest."""
        return min(
            self.standing.values(),
            key=lambda alarm: (alarm.acknowledged, alarm.priority, -alarm.since),
            default=None,
        )

    def acknowledge(self) -> Alarm | None:
        """Acknowledge the alarm in the strip; what it was."""
        alarm = self.highest()
        if alarm is None or alarm.acknowledged:
            return None
        self.standing[alarm.key] = replace(alarm, acknowledged=True)
        return alarm

    def in_ten_minutes(self, now: int) -> int:
        """How many were raised in the last ten minutes."""
        return sum(now - at <= TEN_MINUTES for at in self._raised)


def conditions(
    event: LiveEvent,
    expected: Expected,
    deliveries: tuple[Delivery, ...],
    now: int,
) -> list[Alarm]:
    """What is wrong now with our posts and moments."""
    return [*_of_posts(event, deliveries, now), *_of_moments(event, expected, deliveries, now)]


def _of_posts(event: LiveEvent, deliveries: tuple[Delivery, ...], now: int) -> list[Alarm]:
    found = []
    titles = {asset.slug: asset.title for asset in event.assets}
    for row in deliveries:
        title = titles.get(row.asset, row.asset)
        if row.state is DeliveryState.REFUSED:
            others = [r for r in deliveries if r.take == row.take and r.state in PUBLIC]
            what = message("alarm.failed", asset=title, network=row.channel.title())
            do = message("alarm.failed.do", why=row.problem or "")
            found.append(Alarm(f"failed {row.id}", 2 if others else 1, what, do, row.changed))
        elif row.state is DeliveryState.CANCELLED and row.problem and now - row.changed < LATELY:
            what = message("alarm.stayed_here", asset=title, network=row.channel.title())
            do = message("alarm.stayed_here.do", why=row.problem)
            found.append(Alarm(f"stayed here {row.id}", 2, what, do, row.changed))
        elif row.state is DeliveryState.UNKNOWN:
            what = message("alarm.unknown", asset=title, network=row.channel.title())
            key = f"unknown {row.id}"
            found.append(Alarm(key, 1, what, message("alarm.unknown.do"), row.changed))
    return found


def _of_moments(
    event: LiveEvent, expected: Expected, deliveries: tuple[Delivery, ...], now: int
) -> list[Alarm]:
    found = []
    for at, moment in ahead(event, expected, now):
        left = (at - now) // MICROS
        if moment.intent is not Intent.MUST or left > SOON_S:
            continue
        if left < -OVERDUE_S and not any(row.moment == moment.slug for row in deliveries):
            what = message("alarm.overdue", moment=moment.title, by=Span(-left))
            do = message("alarm.overdue.do")
            found.append(Alarm(f"overdue {moment.slug}", 2, what, do, now))
        elif left >= 0 and not _has_ready(event, moment, now):
            what = message("alarm.nothing_ready", moment=moment.title, left=Span(left))
            do = message("alarm.nothing_ready.do")
            found.append(Alarm(f"nothing ready {moment.slug}", 2, what, do, now))
    return found


def _has_ready(event: LiveEvent, moment: Moment, now: int) -> bool:
    assets = (event.asset(cue.asset) for cue in event.cues_of(moment.slug))
    return any(is_approved(one, event.channels, now) and one.role is Role.POST for one in assets)
