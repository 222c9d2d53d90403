"""What the room knows when it draws the desk: one frozen value, read by the panels' builders."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from controlroom.channels.base import Metrics, Seen
from controlroom.desk.accounts_view import AccountsView
from controlroom.desk.answers_view import AnswersView
from controlroom.desk.board_view import BoardView
from controlroom.desk.chart_look import ChartLook
from controlroom.desk.chart_readings import Readings
from controlroom.desk.people_view import PeopleView
from controlroom.desk.terms_view import TermsView
from controlroom.desk.wrap_view import Wrapped
from controlroom.event.delivery import Delivery
from controlroom.event.live_event import LiveEvent, Person
from controlroom.event.room_state import RoomState
from controlroom.event.times import Expected
from controlroom.guards.known import Context, OnChannel
from controlroom.guards.poll import GoPoll
from controlroom.messages import Message
from controlroom.posting.preview import Preview
from controlroom.sources.mention import SourceState


@dataclass(frozen=True, slots=True)
class SpikeSeen:
    """A spike: when it began (UTC µs), how many times the usual, the words that rose, the watch
    terms behind it. ``expected`` is the title of the scheduled moment it answers, "" where it is
    a surprise."""

    at: int
    ratio: float
    why: tuple[str, ...]
    terms: tuple[str, ...]
    solemn: bool = False
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A sample mention."""

    id: str
    at: int
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class SolemnSeen:
    """A solemn subject that stands: since when, the last post that spoke of it (UTC µs), whether
    HOLD is proposed, the words it is told by, posts that say so, how many people, its share of the
    talk against the usual (0-1). ``not_ours_until`` while the operator has said "not ours", for
    the ``reason`` (UTC µs, else None)."""

    subject: str
    since: int
    latest: int
    strong: bool
    words: tuple[str, ...]
    posts: tuple[Said, ...]
    authors: int
    share: float
    usual: float
    not_ours_until: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FireSeen:
    """Our brand under fire. ``own``: (source, id) of the post of ours that is answered, None where
    the brand as such is meant. Times UTC µs, shares 0-1."""

    since: int
    latest: int
    own: tuple[str, str] | None
    posts: tuple[Said, ...]
    words: tuple[str, ...]
    authors: int
    share: float
    usual: float


@dataclass(frozen=True, slots=True)
class ContextSeen:
    """What is said just now of a hashtag or name in the words, and its newest posts."""

    context: Context
    posts: tuple[Said, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Feed:
    """The feed as it stands.

    ``age_s`` is None while no feed is on. ``problem`` says why there is none. ``stale`` once
    nothing has come for too long, until it has come again for a while. ``solemn`` are the subjects
    that stand, ``solemn_since`` when the oldest of those began that nobody called "not ours".
    """

    age_s: float | None
    brand_per_minute: int | None = None
    spike: SpikeSeen | None = None
    said: tuple[Said, ...] = ()
    about: str = ""
    solemn_since: int | None = None
    stale_from: int | None = None
    problem: Message | None = None
    stale: bool = False
    solemn: tuple[SolemnSeen, ...] = ()
    fires: tuple[FireSeen, ...] = ()
    sources: tuple[SourceState, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A ranked suggestion: which asset, for which moment, and why."""

    asset: str
    moment: str | None
    line: Message


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something the operator must do. ``key`` tells repeats of one condition apart."""

    key: str
    priority: int
    what: Message
    to_do: Message
    since: int
    acknowledged: bool = False


@dataclass(frozen=True, slots=True)
class Practice:
    """The rehearsal's stopwatch: times in seconds of the night since the spike was shown."""

    started: int | None = None
    staged: float | None = None
    taken: float | None = None
    accepted: float | None = None
    best: float | None = None
    run: int = 1


@dataclass(frozen=True, slots=True)
class Pending:
    """The frozen Preview of a pending take."""

    preview: Preview
    deliveries: tuple[Delivery, ...]
    sends_at: int
    window_s: float


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking for an UNKNOWN post showed: when last (UTC µs), how often, the account's newest
    posts, or why nothing could be seen."""

    at: int
    times: int
    seen: tuple[Seen, ...]
    problem: Message | None


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What the second key needs now: the ``people`` who may say yes to what stands in Preview,
    whether ``pins`` are among what they say it with, seconds of a wait after wrong tries, and what
    became of the last try."""

    people: tuple[Person, ...] = ()
    pins: bool = False
    wait_s: int = 0
    said: Message | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the desk is drawn from. Times UTC µs of the night."""

    revision: int
    event: LiveEvent
    expected: Expected
    now: int
    speed: float
    state: RoomState
    held_from: RoomState | None
    held_since: int | None
    held_by: Message | None
    hold_reason: str | None
    told: Mapping[int, int]
    simulated: bool
    preview: Preview | None
    fingerprint: str | None
    pending: Pending | None
    pending_count: int
    kept: tuple[Preview, ...]
    channels: tuple[OnChannel, ...]
    poll: GoPoll | None
    key_turned: bool
    deliveries: tuple[Delivery, ...]
    on_air: tuple[Delivery, ...]
    metrics: Metrics | None
    usual_likes: float | None
    offers: tuple[Offer, ...]
    offers_frozen_s: float
    selected_moment: str | None
    selected_asset: str | None
    search: str
    found: tuple[str, ...]
    filter: str
    layout: str
    feed: Feed
    alarm: Alarm | None
    alarms_in_ten: int
    digits: str
    flash: int
    refusal: Message | None
    notice: Message | None
    practice: Practice
    practice_code: str | None
    titles: Mapping[str, str]
    count: Callable[[str, str], tuple[int, int]] = field(compare=False)
    media_path: Callable[[str], str] = field(compare=False)
    looked: Mapping[str, Looked] = field(default_factory=dict)
    own_posts: Mapping[str, tuple[Seen, ...]] = field(default_factory=dict)
    left_before_hold: int = 0
    composer: Callable[[str], str] = field(default=lambda delivery: "", compare=False)
    accounts: AccountsView | None = None
    look: ChartLook = field(default_factory=ChartLook)
    readings: Readings | None = None
    mentions_now: float | None = None
    contexts: tuple[ContextSeen, ...] = ()
    terms: TermsView | None = None
    unsent: tuple[str, ...] = ()
    people: PeopleView | None = None
    key: KeyFacts = KeyFacts()
    answers: AnswersView | None = None
    wrapped: Wrapped | None = None
    operator: str = ""
    sat_with_key: bool = False
    may_write: bool = True
    board: BoardView | None = None

    def asset_title(self, slug: str) -> str:
        """The title of an asset, or its slug where it is gone."""
        asset = next((a for a in self.event.assets if a.slug == slug), None)
        return asset.title if asset else slug
