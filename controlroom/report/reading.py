"""Reading the lines of an as-run log into a night.

A line that lacks what is looked for, since an older version wrote it, tells what it has.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from controlroom.event.live_event import LiveEvent
from controlroom.report.night import Happened, MomentTold, Night, Post
from controlroom.report.reading_moments import Mark, MomentsRead, Silence
from controlroom.report.reading_posts import PostsRead, Told, text, who
from controlroom.report.reading_room import RoomRead
from controlroom.store.as_run_line import AsRunLine, Head


def night_of(event: LiveEvent, lines: Iterable[AsRunLine], *, rehearsal: bool = False) -> Night:
    """The night that ``lines``, those of one chain in order, tell of ``event``: the last one. What
    went out before it, LIVE for one command only, is told with it and is no part of its time."""
    reading = _Reading()
    last: AsRunLine | None = None
    for line in lines:
        last = line
        if line.rehearsal is rehearsal:
            reading.read(line)
    head = None if last is None else Head(last.seq, last.hash, bool(last.keyed))
    return reading.night(event, rehearsal=rehearsal, head=head)


@dataclass(slots=True)
class _Reading:
    """The night so far."""

    room: RoomRead = field(default_factory=RoomRead)
    moments: MomentsRead = field(default_factory=MomentsRead)
    posts: PostsRead = field(default_factory=PostsRead)
    retracted: list[Happened] = field(default_factory=list)
    refused: list[Happened] = field(default_factory=list)
    overrides: list[Happened] = field(default_factory=list)
    last_at: int | None = None

    def read(self, line: AsRunLine) -> None:
        """The next line."""
        self.last_at = line.at
        kinds: dict[str, Callable[[AsRunLine, Told], None]] = {
            "state": self.room.state,
            "rehearsal": self.room.rehearsal,
            "for_a_command": self.room.for_a_command,
            "hold": self.room.hold,
            "hold_reason": self.room.hold_reason,
            "also_stop": self.room.also_stop,
            "readiness": self.room.readiness,
            "readiness_line": self.room.readiness_line,
            "edit": self.moments.edit,
            "undo": self.moments.undo,
            "silence": self.moments.silence,
            "take": self._take,
            "second_key": self.posts.second_key,
            "delivery": self.posts.delivery,
            "resolve": self.posts.resolve,
            "metrics": self.posts.metrics,
            "take_refused": self._take_refused,
            "retract": self._retract,
            "override": self._override,
        }
        read = kinds.get(line.kind)
        if read is None:
            return
        try:
            told: Told = line.details
        except msgspec.MsgspecError:
            return
        read(line, told)

    def _take(self, line: AsRunLine, told: Told) -> None:
        self.room.take(told)
        self.posts.take(line, told)

    def _override(self, line: AsRunLine, told: Told) -> None:
        what, why = text(told, "what", "line"), text(told, "reason")
        self.overrides.append(Happened(line.at, line.state or "", what, text(told, "by"), why))

    def _take_refused(self, line: AsRunLine, told: Told) -> None:
        what = text(told, "title", "asset")
        self.refused.append(Happened(line.at, line.kind, what, who(told), text(told, "why")))

    def _retract(self, line: AsRunLine, told: Told) -> None:
        post = self.posts.posts.get(text(told, "take"))
        what = post.title if post is not None else text(told, "title", "asset")
        networks = told.get("networks")
        down = networks if isinstance(networks, list) else []
        self.retracted.append(
            Happened(
                line.at,
                line.kind,
                what,
                who(told),
                text(told, "problems"),
                tuple(one for one in down if isinstance(one, str)),
            )
        )

    def night(self, event: LiveEvent, *, rehearsal: bool, head: Head | None) -> Night:
        """What was read, in the order of the night."""
        marks = self.moments.marks()
        posts = [
            self.posts.whole(post, marks[post.moment].at if post.moment in marks else None)
            for post in self.posts.posts.values()
        ]
        spoken = frozenset(post.moment for post in posts if post.spoke)
        silences = self.moments.silences(spoken)
        moments = tuple(
            MomentTold(
                slug,
                _title(event, slug, silences),
                *_when(marks.get(slug)),
                posts=tuple(post for post in posts if post.moment == slug),
                silence=silences[slug].since if slug in silences else None,
                skipped=marks[slug].skipped if slug in marks else None,
                skipped_by=marks[slug].who if slug in marks else "",
            )
            for slug in _slugs(event, marks, posts, silences)
        )
        span = self.room.span()
        channels = [one.channel for post in posts for one in post.sent]
        channels += [channel for one in self.retracted for channel in one.networks]
        return Night(
            event=event,
            rehearsal=rehearsal,
            head=head,
            moments=tuple(sorted(moments, key=_in_time)),
            loose=tuple(post for post in posts if not post.moment),
            holds=tuple(self.room.holds),
            retracted=tuple(self.retracted),
            refused=tuple(self.refused),
            overrides=tuple(self.overrides),
            readiness=() if span is None else span.board,
            live_from=None if span is None else span.since,
            live_until=None if span is None else span.until or self.last_at,
            networks=tuple(dict.fromkeys(channel for channel in channels if channel)),
        )


def _slugs(
    event: LiveEvent,
    marks: Mapping[str, Mark],
    posts: list[Post],
    silences: Mapping[str, Silence],
) -> tuple[str, ...]:
    """The moments there is something to say of."""
    said = {post.moment for post in posts if post.moment} | silences.keys()
    said |= {slug for slug, mark in marks.items() if mark.at is not None or mark.skipped}
    ordered = [moment.slug for moment in event.moments if moment.slug in said]
    return (*ordered, *sorted(said.difference(ordered)))


def _title(event: LiveEvent, slug: str, silences: Mapping[str, Silence]) -> str:
    moment = next((one for one in event.moments if one.slug == slug), None)
    if moment is not None:
        return moment.title
    return silences[slug].title if slug in silences else slug


def _when(mark: Mark | None) -> tuple[int | None, bool]:
    return (None, False) if mark is None else (mark.at, mark.by_spike)


def _in_time(moment: MomentTold) -> int:
    known = (moment.at, moment.silence, moment.skipped)
    taken = tuple(post.taken for post in moment.posts)
    return min((at for at in (*known, *taken) if at is not None), default=0)
