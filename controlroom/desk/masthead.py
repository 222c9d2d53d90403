"""The masthead: state, clocks, connections."""

from controlroom.clock import MICROS
from controlroom.desk.facts import Facts
from controlroom.desk.feeds import feeds
from controlroom.desk.view import Clock, Link, Masthead, Tone
from controlroom.event.approvals import is_approved
from controlroom.event.asset import Asset
from controlroom.event.live_event import LiveEvent, Policy
from controlroom.event.room_state import RoomState
from controlroom.event.times import ON_TIME_S, current_moment, next_moment, running_late_s
from controlroom.messages import At, Message, Span, message

STALE_S = 30.0


def masthead(facts: Facts) -> Masthead:
    """State word first, then what time it is, then what we are connected to."""
    event = facts.event
    preparing = facts.state is RoomState.PREP and facts.layout == "prep"
    return Masthead(
        word=message(f"masthead.{facts.state}"),
        line=_line(facts),
        clocks=_prep_clocks(facts) if preparing else _clocks(facts),
        title=message("words", words=event.title),
        account=message("masthead.account", brand=event.brand.name, handle=event.brand.handle),
        links=_links(facts),
        solo=message("masthead.solo") if event.settings.policy is Policy.SOLO else None,
    )


def _line(facts: Facts) -> Message | None:
    if facts.state is RoomState.REHEARSAL:
        return message("masthead.rehearsal.line")
    if facts.state is RoomState.WRAP and facts.simulated:
        return message("masthead.rehearsal")
    if facts.state is RoomState.HOLD and facts.held_since is not None:
        return message(
            "masthead.hold.line",
            at=At(facts.held_since, facts.event.zone),
            by=facts.held_by or message("hold.by.restart"),
            was=message(f"state.{facts.held_from or RoomState.LIVE}"),
        )
    return None


def _clocks(facts: Facts) -> tuple[Clock, ...]:
    event, now = facts.event, facts.now
    clocks = []
    if facts.state is RoomState.HOLD and facts.held_since is not None:
        held = Span((now - facts.held_since) / MICROS)
        clocks.append(
            Clock(message("masthead.held_for"), message("span.clock", span=held), Tone.CAUTION)
        )
    else:
        clocks += [_since(facts), _next(facts)]
    clocks += [_now(facts), _second_zone(facts)]
    if facts.state is not RoomState.HOLD:
        late = running_late_s(event, facts.expected, now)
        clocks.append(Clock(message("masthead.running"), *_late(late)))
    return tuple(clocks)


def _since(facts: Facts) -> Clock:
    last = current_moment(facts.event, facts.now)
    if last is None or last.marked is None:
        return Clock(message("masthead.since"), message("masthead.not_begun"), Tone.QUIET)
    since = Span((facts.now - last.marked) / MICROS)
    return Clock(
        message("masthead.since_moment", moment=last.short),
        message("span.clock", span=since),
    )


def _next(facts: Facts) -> Clock:
    upcoming = next_moment(facts.event, facts.expected, facts.now)
    at = facts.expected.at[upcoming.slug] if upcoming else None
    if upcoming is None or at is None:
        return Clock(message("masthead.next"), message("masthead.nothing_next"), Tone.QUIET)
    return Clock(
        message("masthead.next_moment", moment=upcoming.short),
        countdown(at, facts.now),
        Tone.NEXT if at >= facts.now else Tone.CAUTION,
    )


def countdown(at: int, now: int) -> Message:
    """T−00:03:40 before, T+00:01:10 after; sign and label never apart."""
    left = Span(abs(at - now) / MICROS)
    return message("countdown.before" if at >= now else "countdown.after", span=left)


def _late(seconds: int) -> tuple[Message, Tone]:
    if abs(seconds) < ON_TIME_S:
        return message("running.on_time"), Tone.QUIET
    if seconds > 0:
        return message("running.late", by=Span(seconds)), Tone.CAUTION
    return message("running.early", by=Span(-seconds)), Tone.ACCENT


def _now(facts: Facts) -> Clock:
    at = At(facts.now, facts.event.zone)
    return Clock(message("masthead.event_time", at=at), message("time.hms", at=at))


def _second_zone(facts: Facts) -> Clock:
    at = At(facts.now, facts.event.second_zone)
    return Clock(
        message("masthead.second_zone", place=facts.event.second_zone_label, at=at),
        message("time.hms", at=at),
        Tone.QUIET,
        small=True,
    )


NEVER = 2**63


class _Approved:
    """How many assets of an event are approved, counted once for each of their revisions: the desk
    is drawn ten times a second, and each asset costs a digest."""

    def __init__(self) -> None:
        self._assets: tuple[Asset, ...] | None = None
        self._channels: tuple[str, ...] = ()
        self._approved = 0
        self._until = 0

    def of(self, event: LiveEvent, now: int) -> int:
        """The number of assets somebody said yes to as they are."""
        same = self._assets is event.assets and self._channels == event.channels
        if not same or now >= self._until:
            self._approved = sum(is_approved(asset, event.channels, now) for asset in event.assets)
            self._assets, self._channels = event.assets, event.channels
            ends = [one.until for asset in event.assets for one in asset.approvals if one.until]
            self._until = min((end for end in ends if end > now), default=NEVER)
        return self._approved


_APPROVED = _Approved()


def _prep_clocks(facts: Facts) -> tuple[Clock, ...]:
    event = facts.event
    approved = _APPROVED.of(event, facts.now)
    waiting = len(event.assets) - approved
    start = At(event.starts, event.zone)
    return (
        Clock(message("masthead.begins_in"), countdown(event.starts, facts.now), Tone.PLAIN),
        Clock(
            message("masthead.begins"), message("time.date_hmz", at=start), Tone.QUIET, small=True
        ),
        _now(facts),
        Clock(message("masthead.approved"), message("number", count=approved)),
        Clock(
            message("masthead.waiting"),
            message("number", count=waiting),
            Tone.CAUTION if waiting else Tone.QUIET,
        ),
    )


def _links(facts: Facts) -> tuple[Link, ...]:
    links: list[Link] = []
    if facts.simulated:
        speed = message("masthead.speed", speed=f"{facts.speed:g}")
        links.append(Link(message("masthead.simulated"), speed, Tone.REHEARSAL))
    elif facts.state is RoomState.PREP and not facts.event.accounts:
        links.append(Link(message("masthead.no_accounts"), None, Tone.QUIET))
    else:
        for on in facts.channels:
            ok = on.signed_in and on.problem is None
            why = "masthead.down" if on.signed_in else "masthead.signed_out"
            detail = None if ok else message(why)
            tone = Tone.GO if ok else Tone.CAUTION
            links.append(Link(message("words", words=on.title), detail, tone))
    links.append(_feed(facts))
    return tuple(links)


def _feed(facts: Facts) -> Link:
    feed = message("masthead.feed")
    if facts.feed.age_s is None:
        return Link(feed, facts.feed.problem or message("masthead.feed_off"), Tone.CAUTION)
    if facts.event.synthetic:
        return Link(feed, message("masthead.reconstruction"), Tone.REHEARSAL)
    age = message("masthead.feed_age", age=Span(facts.feed.age_s))
    if facts.feed.age_s >= STALE_S:
        return Link(feed, age, Tone.CAUTION)
    view = feeds(facts)
    if view is not None and not view.well:
        return Link(feed, view.line, Tone.CAUTION)
    return Link(feed, age, Tone.GO)
