"""Opening a room: the store, the bundled event on first use, feeds and ways out."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from controlroom import paths
from controlroom.accounts.vault import Vault, open_vault
from controlroom.channels.base import Channel, Tools
from controlroom.channels.s3 import media_store
from controlroom.clock import Clock, SystemClock, gesture_seconds, wall_micros
from controlroom.engine import Engine
from controlroom.errors import WrongInput
from controlroom.event import bundled
from controlroom.event.asset import Asset, Picture
from controlroom.event.eventfile import read_event_and_pictures
from controlroom.event.live_event import LiveEvent
from controlroom.event.room_state import RoomState
from controlroom.event.slugs import is_slug
from controlroom.mentions.collector import Collector
from controlroom.mentions.feed import MentionFeed
from controlroom.messages import message
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from controlroom.rehearsal.network import SimulatedNetwork
from controlroom.rehearsal.night import load_night
from controlroom.room.accounts_settings import F12, ON, OPERATOR, TAKE_NOW, network_settings
from controlroom.room.accounts_ways import EventWays, Rules
from controlroom.room.clock_check import clock_off_s
from controlroom.room.counts_kept import kept_feeds
from controlroom.room.feeds import feeds_of, named, start_with_secrets, wants_secret
from controlroom.room.floor import NOBODY_NAMED, Surroundings
from controlroom.room.night import ChannelMaker, FeedMaker
from controlroom.room.nights import MakeClock, Nights
from controlroom.room.room import Room
from controlroom.room.sealing import seal_log
from controlroom.room.sleep import SleepWatch
from controlroom.sources.base import SourceSpec
from controlroom.sources.beside import end_all
from controlroom.store.open import Store, open_store
from controlroom.store.thread import StoreThread

if TYPE_CHECKING:
    from controlroom.room.account_sheet import AccountSheet

LOG = logging.getLogger("controlroom.room")
T = TypeVar("T")

BUNDLED = bundled.BUNDLED
MOST_SAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What to open. ``start`` UTC µs of a rehearsal; ``where`` a data folder or the URL of a
    PostgreSQL database (None: the user's own folder). ``event`` brings an event that is not
    bundled, with the bytes of its ``pictures`` by SHA-256. ``live`` names the sources of a real
    night. ``vault`` holds the accounts' secrets (None: the keyring). ``channels``, ``feed``,
    ``live_feed``, ``make_clock`` and ``sleep`` replace the real ones. Without ``board``
    the readiness board is not made by itself, and LIVE does not ask for it."""

    slug: str = BUNDLED
    state: RoomState = RoomState.REHEARSAL
    start: int | None = None
    speed: float = 1.0
    where: Path | str | None = None
    event: LiveEvent | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    live: tuple[SourceSpec, ...] = ()
    vault: Vault | None = None
    channels: ChannelMaker | None = None
    feed: FeedMaker | None = None
    live_feed: FeedMaker | None = None
    make_clock: MakeClock | None = None
    live_clock: Clock = field(default_factory=SystemClock)
    gestures: Callable[[], float] = gesture_seconds
    heard: Callable[[dict[str, object]], None] = lambda line: None
    tick_s: float = 0.1
    second_key: str | None = None
    sleep: SleepWatch = field(default_factory=SleepWatch)
    board: bool = True


class OpenRoom:
    """A room with the engine and the store it runs on. Close it from outside the engine.

    ``tools`` are what its channels are made with, ``ways`` the channels of its accounts.
    """

    def __init__(self, plan: Plan) -> None:
        folder = plan.where if plan.where is not None else paths.data_folder()
        self.thread = StoreThread(lambda: open_store(folder))
        self._engine = Engine()
        self._starting: list[asyncio.Task[None]] = []
        try:
            event = _event(self.thread.store, plan)
            self.tools = tools_for(self.thread.store, plan.live_clock, plan.vault)
            self._event: Callable[[], LiveEvent] = lambda: event
            self.ways = EventWays(self.tools, self.event_now)
            self._engine.start()
            self.room = self._engine.submit(self._open(plan, event)).result()
        except BaseException:
            self._engine.stop()
            self.thread.close()
            raise

    async def _open(self, plan: Plan, event: LiveEvent) -> Room:
        nights = Nights(
            self.thread,
            event,
            self._surroundings(plan, event),
            rehearse_from=plan.start,
            speed=plan.speed,
            **({} if plan.make_clock is None else {"make_clock": plan.make_clock}),
        )
        # Accounts are bound and unbound while the room is open.
        self._event = lambda: nights.real.book.event
        room = Room(self._engine, self.thread, nights)
        room.sheet = self._sheet(room)
        room.layout = "run" if plan.live else "prep"
        # Opening does not wait for a keyring.
        sealing = seal_log(self.thread, self.tools.vault)
        self._starting.append(asyncio.create_task(sealing, name="sealing"))
        await room.open(plan.state)
        return room

    def _surroundings(self, plan: Plan, event: LiveEvent) -> Surroundings:
        actual = load_night(event.slug).actual if event.synthetic else {}
        return Surroundings(
            rules=Rules(),
            rehearsal_feed=plan.feed or _rehearsal_feed(event),
            live_feed=plan.live_feed or self._live_feed(plan, event),
            channels=plan.channels or (lambda clock: self.ways),
            simulated=lambda clock: _simulated(self.event_now(), clock),
            actual=actual,
            live_clock=plan.live_clock,
            gestures=plan.gestures,
            heard=plan.heard,
            second_key=plan.second_key,
            vault=self.tools.vault,
            clock_off_s=lambda: clock_off_s(self.tools.http.dates.newest, wall_micros()),
            tick_s=plan.tick_s,
            sleep=plan.sleep,
            board=plan.board,
            operator=self.tools.settings.get(OPERATOR) or NOBODY_NAMED,
            take_now=self.tools.settings.get(TAKE_NOW) == ON,
        )

    def _live_feed(self, plan: Plan, event: LiveEvent) -> FeedMaker | None:
        specs = named(plan.live) or feeds_of(event)
        if not specs:
            return None
        return _live_feed(specs, event, self.thread.store, self.tools.vault, self._starting)

    def _sheet(self, room: Room) -> "AccountSheet":
        # Late: it stands on this module, through the accounts.
        from controlroom.room.account_sheet import AccountSheet, Around
        from controlroom.room.accounts import Accounts

        return AccountSheet(
            Around(
                tools=self.tools,
                ways=self.ways,
                accounts=Accounts(self.thread, self.tools.clock, room),
                event=self.event_now,
                state=lambda: room.state,
                changed=room.changed,
                title=lambda channel: room.around.rules[channel].title,
                image=lambda sha256: str(self.thread.store.media.path(sha256)),
            )
        )

    @property
    def deck(self) -> bool:
        """Whether F12 is TAKE, too."""
        return self.tools.settings.get(F12) == ON

    def event_now(self) -> LiveEvent:
        """The event of PREP and LIVE as it stands."""
        return self._event()

    def submit(self, work: Coroutine[Any, Any, T]) -> "Future[T]":
        """Run ``work`` in the engine's thread."""
        return self._engine.submit(work)

    def close(self) -> None:
        """End the night, the engine and the store."""
        self._engine.submit(self._end()).result()
        self._engine.stop()
        self.thread.close()

    async def _end(self) -> None:
        await end_all(self._starting)
        await self.room.close()
        await self.tools.http.close()


def tools_for(store: Store, clock: Clock, vault: Vault | None = None) -> Tools:
    """What channels and sign-in are made with. Use it from one event loop only."""
    settings = network_settings(store)
    http = Http()
    kept = vault or open_vault()
    hand_off = store.folder / "hand-off"
    public = media_store(settings, kept, http, clock)
    return Tools(http, kept, Pacing(clock), clock, settings, hand_off, public)


def bundled_folder(slug: str) -> Traversable:
    """Where a bundled event lies. ``WrongInput`` if there is none of that name."""
    # Names come from outside, in files of answers too: one that is a path leads elsewhere.
    if is_slug(slug):
        folder = files("resources").joinpath("events", slug)
        if folder.joinpath("event.toml").is_file():
            return folder
    raise WrongInput(message("open.no_event", event=slug), message("open.no_event.do"))


def _event(store: Store, plan: Plan) -> LiveEvent:
    if plan.event is None:
        return bring_event(store, plan.slug)
    if plan.event.slug in {line.slug for line in store.events.list_events()}:
        return store.events.load_event(plan.event.slug)
    keep_pictures(store, plan.event, plan.pictures)
    return store.events.save_event(plan.event)


def bring_event(store: Store, slug: str) -> LiveEvent:
    """The event called ``slug``; a bundled one is put into the store at its first use.
    ``WrongInput`` if there is none, or one that calls itself otherwise."""
    if slug in {line.slug for line in store.events.list_events()}:
        return store.events.load_event(slug)
    event, pictures = read_event_and_pictures(bundled_folder(slug))
    if event.slug != slug:
        # It would be saved over the event that is really called so.
        raise WrongInput(
            message("open.other_slug", event=slug, found=event.slug),
            message("open.other_slug.do", event=slug),
        )
    keep_pictures(store, event, pictures)
    return store.events.save_event(event)


def pictures_of(asset: Asset) -> Iterator[Picture]:
    """Every picture and video of an asset, on whatever network."""
    shown = [asset.picture, *asset.more]
    for variant in asset.variants:
        shown += [variant.picture, *(variant.more or ())]
    for part in asset.thread:
        shown += part.pictures
    if asset.link is not None:
        shown.append(asset.link.thumb)
    return (picture for picture in shown if picture is not None)


def keep_pictures(store: Store, event: LiveEvent, pictures: Mapping[str, bytes]) -> None:
    """Put the bytes of an event's pictures into the media store."""
    named = {picture.sha256: picture for asset in event.assets for picture in pictures_of(asset)}
    for sha256, content in pictures.items():
        known = named.get(sha256)
        store.media.put(
            content,
            name=known.name if known else "avatar",
            mime=known.mime if known else "image/png",
            width=known.width if known else 0,
            height=known.height if known else 0,
        )


def _rehearsal_feed(event: LiveEvent) -> FeedMaker:
    def make(clock: Clock) -> MentionFeed:
        collector = Collector(clock)
        spec = SourceSpec(
            "counted",
            {
                "night": "controlroom.rehearsal.night:load_night",
                "arguments": {"slug": event.slug if event.synthetic else BUNDLED},
            },
        )
        collector.start((spec,), event.terms)
        return collector

    return make


def _live_feed(
    specs: tuple[SourceSpec, ...],
    event: LiveEvent,
    store: Store,
    vault: Vault,
    starting: "list[asyncio.Task[None]]",
) -> FeedMaker:
    def make(clock: Clock) -> MentionFeed:
        collector = Collector(clock)
        collector.resume_from(kept_feeds(store, event.slug))
        if any(map(wants_secret, specs)):
            # Opening does not wait for a keyring.
            work = start_with_secrets(collector, specs, event, vault)
            starting.append(asyncio.create_task(work))
        else:
            collector.start(specs, event.terms)
        return collector

    return make


def _simulated(event: LiveEvent, clock: Clock) -> Mapping[str, Channel]:
    return {channel: SimulatedNetwork(channel, clock) for channel in event.channels}
