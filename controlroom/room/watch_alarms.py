"""Alarms about what people say: solemn subjects, our brand under fire, and a feed that is old."""

from collections.abc import Iterable
from dataclasses import dataclass

from controlroom.clock import MICROS
from controlroom.desk.facts import Alarm, Feed, FireSeen
from controlroom.event.live_event import LiveEvent
from controlroom.event.room_state import RoomState
from controlroom.messages import At, Message, Span, message
from controlroom.room.own_ids import OwnId
from controlroom.room.subjects import unanswered

AFTER_OUR_POST_US = 1800 * MICROS
"""A fire that began within this after a post of ours is taken to follow it."""


@dataclass(frozen=True, slots=True)
class Ours:
    """Our public posts, as the sources name them."""

    posts: tuple[OwnId, ...] = ()

    def answered(self, fire: FireSeen) -> OwnId | None:
        """The post that a fire answers or follows, None where it has nothing to do with any."""
        for one in self.posts:
            if fire.own == (one.source, one.id):
                return one
        before = (one for one in self.posts if 0 <= fire.since - one.at <= AFTER_OUR_POST_US)
        return max(before, key=lambda one: one.at, default=None)


def watch_conditions(
    event: LiveEvent, state: RoomState, feed: Feed, ours: Ours, now: int
) -> list[Alarm]:
    """What is wrong now with what people say of us and around us."""
    found = [*_solemn(event, state, feed), *_fires(event, feed.fires, ours)]
    if feed.stale and feed.age_s is not None:
        do = message("alarm.stale.do")
        if feed.problem is not None:
            do = message("alarm.stale.because", why=feed.problem)
        found.append(Alarm("feed", 2, message("alarm.stale", age=Span(feed.age_s)), do, now))
    return found


def _solemn(event: LiveEvent, state: RoomState, feed: Feed) -> Iterable[Alarm]:
    """One for each subject that nobody called "not ours". In HOLD it is answered already."""
    if state is RoomState.HOLD:
        return
    for one in unanswered(feed.solemn):
        at = At(one.since, event.zone)
        key = f"solemn {one.subject} {one.since}"
        if one.strong:
            what = message("alarm.solemn.strong", subject=one.subject, at=at, authors=one.authors)
            do = message("alarm.solemn.strong.do")
            yield Alarm(f"{key} strong", 1, what, do, one.since)
        else:
            what = message("alarm.solemn.subject", subject=one.subject, at=at)
            yield Alarm(key, 2, what, message("alarm.solemn.do"), one.since)


def _fires(event: LiveEvent, fires: tuple[FireSeen, ...], ours: Ours) -> Iterable[Alarm]:
    """A fire about our own post is one alarm, not a second one about the brand as such."""
    followed = [(fire, ours.answered(fire)) for fire in fires]
    own = [pair for pair in followed if pair[0].own is not None]
    for fire, post in own or followed:
        if post is None and fire.own is None:
            what = message("alarm.fire", brand=event.brand.name, **_told(event, fire))
            do = message("alarm.fire.do")
            yield Alarm(f"fire {fire.since}", 2, what, do, fire.since)
        else:
            title = _title(event, post)
            what = message("alarm.fire.own", post=title, **_told(event, fire))
            do = message("alarm.fire.own.do")
            yield Alarm(f"fire {fire.since}", 1, what, do, fire.since)


def _told(event: LiveEvent, fire: FireSeen) -> dict[str, int | At]:
    return {
        "authors": fire.authors,
        "percent": round(fire.share * 100),
        "usual": round(fire.usual * 100),
        "at": At(fire.since, event.zone),
    }


def _title(event: LiveEvent, post: OwnId | None) -> str | Message:
    if post is None or post.delivery is None:
        return message("alarm.fire.a_post")
    slug = post.delivery.asset
    return next((asset.title for asset in event.assets if asset.slug == slug), slug)
