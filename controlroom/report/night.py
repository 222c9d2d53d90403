"""One night as its as-run log tells it: frozen values, from which every page and table is made.

Times are UTC µs, None where there is none.
"""

from dataclasses import dataclass

from controlroom.event.live_event import LiveEvent
from controlroom.store.as_run_line import Head

NOWHERE = frozenset({"cancelled", "refused"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture as Preview showed it: SHA-256 of the bytes that were sent, and its alt text."""

    sha256: str
    alt: str


@dataclass(frozen=True, slots=True)
class Words:
    """What Preview showed for the networks ``channels``, the same words on each; ``thread`` the
    posts that follow, ``pictures`` those of any of them."""

    channels: tuple[str, ...]
    words: str
    pictures: tuple[Seen, ...]
    thread: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """One post on one account, as it stood last. ``part`` counts from 1 in a thread. ``word``: on
    whose word alone it is up, "" where the network said so; ``accepted`` is then when they gave it.
    """

    channel: str
    handle: str
    state: str
    part: int = 1
    url: str = ""
    accepted: int | None = None
    retracted: int | None = None
    problem: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a guard said: note, caution or no_go."""

    level: str
    label: str
    says: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """How a post was doing at ``at``."""

    at: int
    likes: int
    reposts: int
    replies: int


@dataclass(frozen=True, slots=True)
class Post:
    """One TAKE. ``happened`` is when its moment was; ``accepted`` when the first network had it.
    ``source`` says how TAKE was given: key, button, command, script; ``key_why`` for what reason
    somebody said yes alone."""

    take: str
    asset: str
    title: str
    moment: str
    taken: int
    words: tuple[Words, ...] = ()
    sent: tuple[Sent, ...] = ()
    happened: int | None = None
    staged: int | None = None
    staged_how: str = ""
    who: str = ""
    source: str = ""
    fingerprint: str = ""
    level: str = ""
    answers: tuple[Answer, ...] = ()
    key_by: str = ""
    key_how: str = ""
    key_why: str = ""
    policy: str = ""
    window_s: float | None = None
    numbers: Numbers | None = None

    @property
    def accepted(self) -> int | None:
        """When the first network had it, as far as a network told."""
        known = (one.accepted for one in self.sent if not one.word)
        return min((at for at in known if at is not None), default=None)

    @property
    def wait(self) -> int | None:
        """µs from the moment to the first network; None where it was out before its moment was
        marked, too."""
        if self.accepted is None or self.happened is None or self.accepted < self.happened:
            return None
        return self.accepted - self.happened

    @property
    def is_public(self) -> bool:
        """Whether it was out on any network, even if it was taken down again."""
        return any(one.accepted is not None for one in self.sent)

    @property
    def spoke(self) -> bool:
        """Whether it is, was or may be out anywhere."""
        return not self.sent or any(one.state not in NOWHERE for one in self.sent)

    @property
    def shown(self) -> tuple[Seen, ...]:
        """Each picture that any network was shown, once."""
        seen = [picture for words in self.words for picture in words.pictures]
        return tuple({picture.sha256: picture for picture in seen}.values())


@dataclass(frozen=True, slots=True)
class MomentTold:
    """One moment: when it was, and what went out with it. ``silence``: since when we kept out of
    it; ``passed_by``: who let it pass, or ""."""

    slug: str
    title: str
    at: int | None
    by_spike: bool = False
    posts: tuple[Post, ...] = ()
    silence: int | None = None
    skipped: int | None = None
    skipped_by: str = ""


@dataclass(frozen=True, slots=True)
class Hold:
    """HOLD from ``since`` to ``until`` (None: to the end). ``told`` are the things outside this
    program that somebody was told to stop."""

    since: int
    until: int | None
    by: str
    why: str
    who: str = ""
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Happened:
    """Something else worth a line on the recap: ``kind`` is that of the log's line, or its
    state; ``networks`` where it was."""

    at: int
    kind: str
    what: str
    who: str = ""
    why: str = ""
    networks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Night:
    """All of it. ``live_from`` and ``live_until`` are those of the night itself; what a single
    command did before or after it is told, too. ``loose`` are posts that belong to no moment;
    ``refused`` is what TAKE refused.
    ``readiness`` is the board as it stood when the room went LIVE: its worst level in ``kind``,
    then each line that was not GO (``what`` it is about, ``why``, ``who`` said yes all the same).
    """

    event: LiveEvent
    rehearsal: bool
    head: Head | None
    moments: tuple[MomentTold, ...] = ()
    loose: tuple[Post, ...] = ()
    holds: tuple[Hold, ...] = ()
    retracted: tuple[Happened, ...] = ()
    refused: tuple[Happened, ...] = ()
    overrides: tuple[Happened, ...] = ()
    readiness: tuple[Happened, ...] = ()
    live_from: int | None = None
    live_until: int | None = None
    networks: tuple[str, ...] = ()

    @property
    def posts(self) -> tuple[Post, ...]:
        """Every TAKE, oldest first."""
        own = [post for moment in self.moments for post in moment.posts]
        return tuple(sorted((*own, *self.loose), key=lambda post: post.taken))

    @property
    def public(self) -> tuple[Post, ...]:
        """Every TAKE that went out, oldest first."""
        return tuple(post for post in self.posts if post.is_public)

    def is_within(self, at: int) -> bool:
        """Whether this was in the night itself."""
        if self.live_from is None or at < self.live_from:
            return False
        return self.live_until is None or at <= self.live_until

    def out_during(self, hold: Hold) -> tuple[tuple[Post, int], ...]:
        """Each TAKE of which networks took something during ``hold``, and on how many accounts."""
        counted = ((post, _taken_during(post, hold)) for post in self.posts)
        return tuple((post, count) for post, count in counted if count)

    @property
    def silences(self) -> tuple[MomentTold, ...]:
        """The moments we kept out of."""
        return tuple(moment for moment in self.moments if moment.silence is not None)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was taken, held, marked or kept silent."""
        told = self.posts or self.holds or self.silences or self.refused
        return not told and all(one.at is None for one in self.moments)


def _taken_during(post: Post, hold: Hold) -> int:
    known = (one.accepted for one in post.sent if not one.word)
    end = hold.until
    return sum(at is not None and hold.since <= at and (end is None or at <= end) for at in known)
