"""The floor of the room: what every order works on. Engine thread only."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from controlroom.channels.base import Seen
from controlroom.clock import MICROS, Clock
from controlroom.desk.facts import Alarm, ContextSeen, Feed
from controlroom.desk.feeds import TITLES
from controlroom.errors import Refused
from controlroom.event.approvals import said_of
from controlroom.event.asset import Asset
from controlroom.event.delivery import Delivery
from controlroom.event.edits import Edit
from controlroom.event.live_event import Account, LiveEvent
from controlroom.event.moment import Moment
from controlroom.event.room_state import RoomState
from controlroom.event.times import Expected, expected_times
from controlroom.event.watch import WatchTerm
from controlroom.guards.known import Known, OnChannel
from controlroom.guards.poll import GoPoll, poll
from controlroom.messages import Message, message
from controlroom.posting.preview import By, Preview
from controlroom.posting.second_key import SecondKey
from controlroom.room.library_rows import unsought
from controlroom.room.night import ChannelMaker, FeedMaker, Night, Rule
from controlroom.room.on_channel import on_channel
from controlroom.room.subjects import unanswered
from controlroom.store.thread import StoreThread

NOTICE_S = 6.0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a room is built with.

    ``rehearsal_feed``/``live_feed`` start a feed on a clock (``live_feed`` None: this event has
    none). ``channels``/``simulated`` make the ways out. ``actual`` tells when the moments of a
    rehearsed night happen. ``second_key`` is the approver's secret (base32) or None,
    ``kept_second_key`` asks the vault for it, when it is first needed.
    ``practice_key`` is the secret of rehearsals. ``operator`` is the name of whoever sits at the
    desk. ``gestures`` real seconds; ``tick_s`` real
    seconds between two looks at the night.
    """

    rules: Mapping[str, Rule]
    rehearsal_feed: FeedMaker
    live_feed: FeedMaker | None
    channels: ChannelMaker
    simulated: ChannelMaker
    actual: Mapping[str, int]
    live_clock: Clock
    gestures: Callable[[], float]
    heard: Callable[[dict[str, object]], None]
    second_key: str | None = None
    kept_second_key: Callable[[], Awaitable[str | None]] | None = None
    practice_key: str = "PRACTICEPRACTICE"
    tick_s: float = 0.1
    take_now: bool = False
    operator: str = "operator"


class Floor:
    """State of the room, and the questions every order asks of it."""

    def __init__(self, thread: StoreThread, around: Surroundings, night: Night) -> None:
        self.thread = thread
        self.around = around
        self.night = night
        self.operator = around.operator
        self.now_state = RoomState.PREP
        self.held_from: RoomState | None = None
        self.held_since: int | None = None
        self.held_by: Message | None = None
        self.why_held: str | None = None
        self.told_at: dict[int, int] = {}
        self.selected_moment: str | None = None
        self.selected_asset: str | None = None
        self.searched = ""
        self.found: tuple[str, ...] = ()
        self.shown_filter = "all"
        self.layout = "prep"
        self.digits = ""
        self.turned_for: str | None = None
        self.turned_over: frozenset[str] = frozenset()
        # Each Preview that was taken, and the solemn subjects (folded, since) that stood then.
        self.stood_at_take: list[tuple[Preview, frozenset[tuple[str, int]]]] = []
        self.flash = 0
        self.refusal: Message | None = None
        self.notice: Message | None = None
        self._notice_until = 0.0
        self.dirty = True
        self.feed = Feed(age_s=None)
        self.differing: dict[str, Alarm] = {}
        self.second_keys = {
            True: SecondKey(around.practice_key),
            False: SecondKey(around.second_key) if around.second_key else None,
        }

    # Questions

    @property
    def event(self) -> LiveEvent:
        """The event as it stands."""
        return self.night.book.event

    @property
    def state(self) -> RoomState:
        """The state of the room."""
        return self.now_state

    @property
    def now(self) -> int:
        """UTC µs of the night."""
        return self.night.clock.now()

    def expected(self) -> Expected:
        """When each moment is expected."""
        return expected_times(self.event)

    def gestures(self) -> float:
        """Real seconds, for what hands do."""
        return self.around.gestures()

    def count(self, channel: str, words: str) -> tuple[int, int]:
        """(length, limit) of ``words`` by the rule of ``channel``."""
        way = self.night.posting.channels.get(channel)
        if way is not None:
            return way.count(words), way.limits.characters
        rule = self.around.rules[channel]
        return rule.count(words), rule.limits.characters

    def on_channels(self, asset: Asset) -> tuple[OnChannel, ...]:
        """``asset`` on each of the event's networks."""
        return tuple(self._on_channel(asset, account) for account in self.event.accounts)

    def _on_channel(self, asset: Asset, account: Account) -> OnChannel:
        channel, posting = account.channel, self.night.posting
        way = posting.channels.get(channel)
        return on_channel(
            asset,
            account,
            way,
            self.around.rules[channel].title if way is None else way.title,
            lambda words: self.count(channel, words),
            posting.stager.readiness(channel),
        )

    def known(self, preview: Preview) -> Known:
        """What the guards may look at."""
        moment, now = self.moment(preview.moment), self.now
        at = self.expected().at[moment.slug] if moment is not None else None
        return Known(
            event=self.event,
            state=self.now_state,
            asset=preview.asset,
            said=tuple(
                said_of(preview.asset, channel, now) for channel in preview.channels_of(self.event)
            ),
            moment=moment,
            moment_at=at,
            channels=tuple(
                on for on in self.on_channels(preview.asset) if preview.goes_to(on.channel)
            ),
            deliveries=self.night.posting.outbox.all,
            now=now,
            feed_age_s=self.feed.age_s,
            solemn_since=self.feed.solemn_since,
            own_posts=self.night.own_posts.known(self.night.posting.outbox.all),
            solemn=tuple(one.subject for one in unanswered(self.feed.solemn)),
            contexts=tuple(seen.context for seen in self.contexts(preview)),
        )

    def contexts(self, preview: Preview | None) -> tuple[ContextSeen, ...]:
        """What is said now of the hashtags and names in the words of ``preview``."""
        if preview is None or self.feed.age_s is None:
            return ()
        night, channels = self.night, preview.channels_of(self.event)
        return night.context.read(
            night.reader.feed, self.event, preview.asset, channels, self.now, TITLES
        )

    def watched_terms(self) -> tuple[WatchTerm, ...]:
        """What the feed is to match: the event's terms, and what its captions name."""
        preview, event = self.night.posting.preview, self.event
        asset = preview.asset if preview is not None else None
        channels = preview.channels_of(event) if preview is not None else ()
        return (*event.terms, *self.night.context.terms(event, asset, channels, self.now))

    def poll(self) -> GoPoll | None:
        """The GO poll of what stands in Preview."""
        preview = self.night.posting.preview
        return poll(self.known(preview)) if preview is not None else None

    def key_turned(self, answers: GoPoll | None) -> bool:
        """Whether the second key was turned for what stands in Preview, and for all that asks for
        it now."""
        if answers is None or self.turned_for is None or self.turned_for != self.fingerprint():
            return False
        return answers.asked <= self.turned_over

    def fingerprint(self) -> str | None:
        """The fingerprint of what stands in Preview."""
        preview = self.night.posting.preview
        return preview.fingerprint(self.event) if preview is not None else None

    def moment(self, slug: str | None) -> Moment | None:
        """The moment called ``slug``, None if there is none."""
        return next((m for m in self.event.moments if m.slug == slug), None)

    def asset(self, slug: str) -> Asset:
        """The asset called ``slug``. Raises ``Refused``."""
        for asset in self.event.assets:
            if asset.slug == slug:
                return asset
        raise Refused(message("stage.no_asset", asset=slug))

    async def approvers_key(self) -> SecondKey | None:
        """The second key of the night that runs; the vault is asked once one is needed, never at
        the start."""
        simulated = self.night.simulated
        if self.second_keys[simulated] is None and self.around.kept_second_key is not None:
            secret = await self.around.kept_second_key()
            self.second_keys[simulated] = SecondKey(secret) if secret else None
        return self.second_keys[simulated]

    # Doing

    def changed(self) -> None:
        """The desk must be drawn anew."""
        self.dirty = True

    def say(self, what: Message) -> None:
        """Show a short notice."""
        self.notice = what
        self._notice_until = self.gestures() + NOTICE_S
        self.changed()

    def refused(self, what: Message, *, take: bool) -> None:
        """Show that an order was refused, and why; TAKE flashes."""
        if take:
            self.flash += 1
            self.refusal = what
            self._notice_until = self.gestures() + NOTICE_S
        else:
            self.say(what)
        self.changed()

    def fade(self) -> None:
        """Let notices go after a while."""
        if (self.notice or self.refusal) and self.gestures() > self._notice_until:
            self.notice = self.refusal = None
            self.changed()

    async def edit(self, edit: Edit, by: str = "operator") -> None:
        """Apply an edit to the event and log it."""
        await self.night.book.apply(edit, by, self.now)
        await self.night.journal.log(
            "edit", self.now, by=by, edit=type(edit).__name__, revision=self.event.revision
        )
        self.changed()

    def put_in_preview(
        self,
        asset: Asset,
        moment: str | None,
        by: By,
        how: Message,
        at: int | None = None,
        channels: tuple[str, ...] | None = None,
    ) -> None:
        """Stage a frozen copy of ``asset``, for ``channels`` only or (None) for all."""
        now = self.now if at is None else at
        self.digits, self.turned_for = "", None
        self.night.posting.stage(Preview(asset, moment, by, how, now, self.gestures(), channels))
        if by is By.YOU:
            self.night.stopwatch.staged(now)

    async def look_in_library(self) -> None:
        """Fill the library's rows: what the search finds, else what has no place elsewhere."""
        if self.searched.strip():
            search = self.thread.store.search
            found = await self.thread.run(search.find, self.event.slug, self.searched)
            known = {asset.slug for asset in self.event.assets}
            self.found = tuple(slug for slug in found if slug in known)
        else:
            self.found = unsought(self.event, self.now_state)

    async def differs(self, row: Delivery, seen: Seen) -> None:
        """A post reads back otherwise than it was sent."""
        title = self.around.rules[row.channel].title
        what = message("alarm.differs", network=title, asset=row.asset)
        key = f"differs {row.id}"
        self.differing[key] = Alarm(key, 1, what, message("alarm.differs.do"), self.now)
        await self.night.journal.log(
            "read_back_differs", self.now, about=row.id, words=seen.text, url=seen.receipt.url
        )

    def seconds_since(self, at: int) -> float:
        """Seconds of the night since ``at``."""
        return (self.now - at) / MICROS
