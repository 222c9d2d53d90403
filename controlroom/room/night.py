"""What one night in the room runs on: the event, its clock, its feed, its ways out.

PREP and LIVE share one night; each rehearsal is a night of its own, on a scaled clock.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from controlroom.channels.base import Channel, Limits, Metrics
from controlroom.clock import Clock
from controlroom.desk.facts import Offer
from controlroom.event.watch import WatchTerm
from controlroom.mentions.feed import MentionFeed
from controlroom.posting.posting import Posting
from controlroom.room.alarms import AlarmBoard
from controlroom.room.context import ContextReader
from controlroom.room.feed import FeedReader
from controlroom.room.offers import FrozenOrder
from controlroom.room.own_posts import OwnPosts
from controlroom.room.practice import Stopwatch
from controlroom.room.seams import Book, Journal


@dataclass(slots=True)
class Night:
    """One night. ``actual``: when its moments happen (UTC µs by slug), where that is known
    beforehand: a rehearsal. ``declined``: moments whose auto-staged cue was cleared away.
    ``terms_told`` and ``own_told`` are what the feed ``told`` was to watch last, at
    ``terms_told_at`` (real seconds); ``subjects_noted`` how each solemn subject stands in the
    as-run log, ``silences`` which moments (slug, UTC µs) it has as ones we kept out of (None: not
    looked up yet) and ``began`` when the night did,
    ``run`` the chain of the as-run log it is written to, ``numbers_noted`` when (UTC µs) a post's
    numbers were written there; ``practice_step`` is that of the practice code that was taken
    last."""

    book: Book
    journal: Journal
    clock: Clock
    reader: FeedReader
    posting: Posting
    actual: Mapping[str, int]
    simulated: bool
    board: AlarmBoard = field(default_factory=AlarmBoard)
    order: FrozenOrder = field(default_factory=FrozenOrder)
    stopwatch: Stopwatch = field(default_factory=Stopwatch)
    offers: tuple[Offer, ...] = ()
    declined: set[str] = field(default_factory=set)
    metrics: Metrics | None = None
    metrics_of: str | None = None
    metrics_at: int = 0
    spike_shown: int | None = None
    context: ContextReader = field(default_factory=ContextReader)
    told: MentionFeed | None = None
    terms_told: tuple[WatchTerm, ...] | None = None
    terms_told_at: float = float("-inf")
    own_told: tuple[tuple[str, str], ...] = ()
    subjects_noted: dict[str, str] = field(default_factory=dict)
    silences: set[tuple[str, int]] | None = None
    began: int = 0
    run: str = ""
    numbers_noted: dict[str, int] = field(default_factory=dict)
    practice_step: int = -1
    own_posts: OwnPosts = field(init=False)

    def __post_init__(self) -> None:
        # The desk is drawn ten times a second anyway.
        self.own_posts = OwnPosts(self.posting.channels, self.clock, lambda: None)


@dataclass(frozen=True, slots=True)
class Rule:
    """How one network counts, whether or not anybody is signed in there."""

    title: str
    limits: Limits
    count: Callable[[str], int]


FeedMaker = Callable[[Clock], MentionFeed]
ChannelMaker = Callable[[Clock], Mapping[str, Channel]]
