"""Reading the lines of an as-run log into a night.

A line that lacks what is looked for, since an older version wrote it, tells what it has.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

import msgspec

from controlroom.event.live_event import LiveEvent
from controlroom.report.night import Happened, Hold, MomentTold, Night, Post
from controlroom.report.reading_posts import PostsRead, Told, text, who
from controlroom.store.as_run_line import AsRunLine, Head


def night_of(event: LiveEvent, lines: Iterable[AsRunLine], *, rehearsal: bool = False) -> Night:
    """The night that ``lines``, those of one chain in order, tell of ``event``."""
    reading = _Reading()
    last: AsRunLine | None = None
    for line in lines:
        last = line
        if line.rehearsal is rehearsal:
            reading.read(line)
    head = None if last is None else Head(last.seq, last.hash, bool(last.keyed))
    return reading.night(event, rehearsal=rehearsal, head=head)


@dataclass(slots=True)
class _Mark:
    """What is known of a moment: one edit after the other, so that the last can be undone."""

    moment: str
    at: int | None = None
    by_spike: bool = False
    skipped: int | None = None
    who: str = ""


@dataclass(slots=True)
class _Reading:
    """The night so far."""

    posts: PostsRead = field(default_factory=PostsRead)
    edits: list[_Mark | None] = field(default_factory=list)
    silences: dict[str, tuple[int, str]] = field(default_factory=dict)
    holds: list[Hold] = field(default_factory=list)
    retracted: list[Happened] = field(default_factory=list)
    refused: list[Happened] = field(default_factory=list)
    overrides: list[Happened] = field(default_factory=list)
    readiness: list[Happened] = field(default_factory=list)
    live_from: int | None = None
    live_until: int | None = None
    last_at: int | None = None
    state: str = ""

    def read(self, line: AsRunLine) -> None:
        """The next line."""
        self.last_at = line.at
        kinds: dict[str, Callable[[AsRunLine, Told], None]] = {
            "state": self._state,
            "edit": self._edit,
            "undo": self._undo,
            "take": self.posts.take,
            "take_refused": self._take_refused,
            "delivery": self.posts.delivery,
            "metrics": self.posts.metrics,
            "silence": self._silence,
            "hold": self._hold,
            "hold_reason": self._hold_reason,
            "also_stop": self._also_stop,
            "retract": self._retract,
            "override": self._override,
            "readiness": self._readiness,
            "readiness_line": self._readiness,
        }
        read = kinds.get(line.kind)
        if read is None:
            return
        try:
            told: Told = line.details
        except msgspec.MsgspecError:
            return
        read(line, told)

    # the room

    def _state(self, line: AsRunLine, told: Told) -> None:
        now = line.state or ""
        if now in ("live", "rehearsal") and self.live_from is None:
            self.live_from = line.at
        if now in ("wrap", "prep"):
            self.live_until = line.at
        if now == "hold" and self.state != "hold":
            self.holds.append(Hold(line.at, None, "", "", who(told)))
        elif now != "hold" and self.state == "hold" and self.holds:
            self.holds[-1] = replace(self.holds[-1], until=line.at)
        self.state = now

    def _hold(self, line: AsRunLine, told: Told) -> None:
        if self.holds:
            self.holds[-1] = replace(self.holds[-1], since=line.at, by=text(told, "by"))

    def _hold_reason(self, line: AsRunLine, told: Told) -> None:
        if self.holds:
            self.holds[-1] = replace(self.holds[-1], why=text(told, "why"))

    def _also_stop(self, line: AsRunLine, told: Told) -> None:
        if not self.holds:
            return
        what, known = text(told, "what"), self.holds[-1].told
        kept = tuple(one for one in known if one != what)
        now = (*kept, what) if line.state == "told" else kept
        self.holds[-1] = replace(self.holds[-1], told=now)

    def _override(self, line: AsRunLine, told: Told) -> None:
        what, why = text(told, "what", "line"), text(told, "reason")
        self.overrides.append(Happened(line.at, line.state or "", what, text(told, "by"), why))

    def _readiness(self, line: AsRunLine, told: Told) -> None:
        # What stood when the room went LIVE is what is told; later looks change nothing of it.
        if line.kind == "readiness" and self.live_from is None:
            self.readiness = []
        if self.live_from is None:
            label, what = text(told, "label"), text(told, "what")
            yes = text(told, "overridden")
            self.readiness.append(Happened(line.at, line.state or "", label or "", yes, what))

    # moments

    def _edit(self, line: AsRunLine, told: Told) -> None:
        what = told.get("what")
        what = what if isinstance(what, dict) else {}
        moment, name, by = what.get("moment"), told.get("edit"), who(told)
        mark: _Mark | None = None
        if isinstance(moment, str):
            if name == "MarkMoment":
                spike = what.get("by_spike") is True
                mark = _Mark(moment, at=what.get("at"), by_spike=spike, who=by)
            elif name == "SkipMoment":
                mark = _Mark(moment, skipped=line.at, who=by)
            elif name in ("UnmarkMoment", "UnskipMoment"):
                mark = _Mark(moment, who=by)
        self.edits.append(mark)

    def _undo(self, line: AsRunLine, told: Told) -> None:
        if self.edits:
            self.edits.pop()

    def _silence(self, line: AsRunLine, told: Told) -> None:
        since = told.get("since")
        at = since if isinstance(since, int) else line.at
        self.silences[text(told, "moment")] = at, text(told, "title")

    def _take_refused(self, line: AsRunLine, told: Told) -> None:
        what = text(told, "title", "asset")
        self.refused.append(Happened(line.at, line.kind, what, who(told), text(told, "why")))

    def _retract(self, line: AsRunLine, told: Told) -> None:
        about, problems = text(told, "about"), text(told, "problems")
        self.retracted.append(Happened(line.at, line.kind, about, who(told), problems))

    # the whole

    def night(self, event: LiveEvent, *, rehearsal: bool, head: Head | None) -> Night:
        """What was read, in the order of the night."""
        marks: dict[str, _Mark] = {}
        for mark in self.edits:
            if mark is not None:
                marks[mark.moment] = mark
        posts = [
            self.posts.whole(post, marks[post.moment].at if post.moment in marks else None)
            for post in self.posts.posts.values()
        ]
        moments = tuple(
            MomentTold(
                slug,
                self._title(event, slug),
                *_when(marks.get(slug)),
                posts=tuple(post for post in posts if post.moment == slug),
                silence=self.silences[slug][0] if slug in self.silences else None,
                skipped=marks[slug].skipped if slug in marks else None,
                skipped_by=marks[slug].who if slug in marks else "",
            )
            for slug in self._slugs(event, marks, posts)
        )
        return Night(
            event=event,
            rehearsal=rehearsal,
            head=head,
            moments=tuple(sorted(moments, key=_in_time)),
            loose=tuple(post for post in posts if not post.moment),
            holds=tuple(self.holds),
            retracted=tuple(self.retracted),
            refused=tuple(self.refused),
            overrides=tuple(self.overrides),
            readiness=tuple(self.readiness),
            live_from=self.live_from,
            live_until=self.live_until if self.live_until is not None else self.last_at,
            networks=tuple(
                dict.fromkeys(one.channel for post in posts for one in post.sent if one.channel)
            ),
        )

    def _slugs(
        self, event: LiveEvent, marks: Mapping[str, _Mark], posts: list[Post]
    ) -> tuple[str, ...]:
        """The moments there is something to say of."""
        said = {post.moment for post in posts if post.moment} | self.silences.keys()
        said |= {slug for slug, mark in marks.items() if mark.at is not None or mark.skipped}
        ordered = [moment.slug for moment in event.moments if moment.slug in said]
        return (*ordered, *sorted(said.difference(ordered)))

    def _title(self, event: LiveEvent, slug: str) -> str:
        moment = next((one for one in event.moments if one.slug == slug), None)
        if moment is not None:
            return moment.title
        return self.silences[slug][1] if slug in self.silences else slug


def _when(mark: _Mark | None) -> tuple[int | None, bool]:
    return (None, False) if mark is None else (mark.at, mark.by_spike)


def _in_time(moment: MomentTold) -> int:
    known = (moment.at, moment.silence, moment.skipped)
    taken = tuple(post.taken for post in moment.posts)
    return min((at for at in (*known, *taken) if at is not None), default=0)
