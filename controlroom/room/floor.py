"""The floor of the room: what every order works on. Engine thread only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from controlroom.accounts.vault import Vault
from controlroom.channels.base import Seen, Standing
from controlroom.clock import MICROS, Clock
from controlroom.desk.facts import Alarm, ContextSeen, Feed
from controlroom.desk.feeds import TITLES
from controlroom.errors import Refused
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
from controlroom.posting.at_wire import AtWire
from controlroom.posting.preview import CAME_BACK, By, Preview
from controlroom.room.as_run_take import edit_told
from controlroom.room.keys_kept import KeysKept
from controlroom.room.library_rows import unsought
from controlroom.room.night import ChannelMaker, FeedMaker, Night, Rule
from controlroom.room.on_channel import on_channel
from controlroom.room.others import other_deliveries, other_posts
from controlroom.room.said import SaidNow
from controlroom.room.sleep import SleepWatch
from controlroom.room.subjects import unanswered
from controlroom.store.thread import StoreThread

NOTICE_S = 6.0
NOBODY_NAMED = "operator"
"""Who sits at the desk where nobody has said who."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a room is built with.

    ``rehearsal_feed``/``live_feed`` start a feed on a clock (``live_feed`` None: this event has
    none). ``channels``/``simulated`` make the ways out. ``actual`` tells when the moments of a
    rehearsed night happen. ``second_key`` is the approver's secret (base32) where ``vault``, which
    has the keys of all people, need not be asked. ``practice_key`` is the secret of rehearsals.
    ``operator`` is the name of whoever sits at the desk. ``clock_off_s`` tells how far the
    computer's clock is from the servers'. ``gestures`` real seconds; ``tick_s`` real seconds
    between two looks at the night. ``sleep`` sees that the computer slept. ``board``: the readiness
    board is made by itself, and LIVE asks for it.
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
    clock_off_s: Callable[[], float | None] = lambda: None
    second_key: str | None = None
    vault: Vault | None = None
    practice_key: str = "PRACTICEPRACTICE"
    tick_s: float = 0.1
    take_now: bool = False
    sleep: SleepWatch = field(default_factory=SleepWatch)
    operator: str = NOBODY_NAMED
    board: bool = True


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
        self.turned_by: tuple[str, str] | None = None
        """Who turned the second key, and how: pin, code or solo."""
        self.key_said: Message | None = None
        """What became of the last try, until somebody types again."""
        self._said = SaidNow()
        self.standings: dict[str, Standing] = {}
        """What the last harmless call said of each signed-in account, by channel."""
        self.flash = 0
        self.refusal: Message | None = None
        self.notice: Message | None = None
        self._notice_until = 0.0
        self.dirty = True
        self.feed = Feed(age_s=None)
        self.differing: dict[str, Alarm] = {}
        self._edits_of_night = 0
        self.keys = KeysKept(thread, around.vault, around.second_key)

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
            None if self.night.simulated else self.standings.get(channel),
            simulated=self.night.simulated,
        )

    def known(
        self, preview: Preview, *, seen: str | None = None, post: AtWire | None = None
    ) -> Known:
        """What the guards may look at; ``seen`` is the fingerprint TAKE came with, ``post`` what
        was taken and is about to leave."""
        moment, now = self.moment(preview.moment), self.now
        at = self.expected().at[moment.slug] if moment is not None else None
        rows = self.night.posting.outbox.all
        return Known(
            event=self.event,
            state=self.now_state,
            asset=preview.asset,
            said=self._said.of(self.event, preview.asset, preview.channels_of(self.event), now),
            moment=moment,
            moment_at=at,
            channels=tuple(
                on for on in self.on_channels(preview.asset) if preview.goes_to(on.channel)
            ),
            deliveries=other_deliveries(rows, post),
            now=now,
            feed_age_s=self.feed.age_s,
            solemn_since=self.feed.solemn_since,
            own_posts=other_posts(self.night.own_posts.known(rows), rows, post),
            solemn=tuple(one.subject for one in unanswered(self.feed.solemn)),
            contexts=tuple(one.context for one in self.contexts(preview)),
            shown=preview.fingerprint(self.event),
            seen=seen if post is None else post.seen,
            posts_left=1 + len(preview.asset.thread) if post is None else post.posts_left,
            requests=self.night.posting.wire.requests,
            clock_off_s=None if self.night.simulated else self.around.clock_off_s(),
            simulated=self.night.simulated,
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
        posting, event = self.night.posting, self.event
        # What is pending is still asked about, right before it leaves.
        taken = posting.shown_take
        preview = posting.preview or (None if taken is None else taken.preview)
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

    async def edit(self, edit: Edit, by: str = "") -> None:
        """Apply an edit to the event and log it; ``by`` whoever sits at the desk, if nobody else is
        named."""
        by = by or self.operator
        await self.night.book.apply(edit, by, self.now)
        self._edits_of_night += 1
        name, revision = type(edit).__name__, self.event.revision
        await self.night.journal.log(
            "edit", self.now, edit_told(edit), by=by, edit=name, revision=revision
        )
        self.changed()

    async def take_back_edit(self) -> None:
        """Undo the newest edit, and log which. Raises ``Refused``; in LIVE and HOLD for what was
        edited before: accounts and prepared material are locked then, by whatever key."""
        locked = self.now_state in (RoomState.LIVE, RoomState.HOLD) and not self.night.simulated
        if locked and self._edits_of_night <= 0:
            raise Refused(message("undo.before_live"))
        back = await self.night.book.undo(self.operator, self.now)
        self._edits_of_night -= 1
        revision = self.event.revision
        await self.night.journal.log("undo", self.now, revision=revision, takes_back=back)

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
        self.forget_key()
        before = self.night.posting.preview
        after = Preview(asset, moment, by, how, now, self.gestures(), channels)
        if before is not None and self._displaced(before, after):
            # What came back, or was written at the desk, is put aside and not lost.
            self.night.posting.put_aside(before)
        self.night.posting.stage(after)
        if by is By.YOU:
            self.night.stopwatch.staged(now)

    def _displaced(self, before: Preview, after: Preview) -> bool:
        """Whether something goes with ``before`` that neither the library nor ``after`` has."""
        came_back = before.how.id == CAME_BACK
        if came_back and (before.asset.slug, before.moment) != (after.asset.slug, after.moment):
            return True
        library = next((a for a in self.event.assets if a.slug == before.asset.slug), None)
        return before.differs_from(library, self.event) and before.differs_from(
            after.asset, self.event
        )

    def forget_key(self) -> None:
        """Nobody has said yes to what stands in Preview, and nothing of a key is typed."""
        self.digits, self.turned_for, self.turned_by, self.key_said = "", None, None, None

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
