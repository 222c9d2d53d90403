"""Staging: media goes up ahead, so that TAKE is one small request per network."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from controlroom.channels.base import Channel, Post, PostMedia, Staged
from controlroom.clock import Clock, SystemClock
from controlroom.event.asset import Asset
from controlroom.event.live_event import LiveEvent
from controlroom.posting.posts import described, posts_of
from controlroom.posting.readiness import Lane, Readiness
from controlroom.posting.shelf import Shelf, Uploads, digests_of, media_of

MediaBytes = Callable[[str], bytes]


class Stager:
    """Makes one Preview ready on every channel, each on its own, and keeps it ready.

    ``media`` gives the bytes of a picture by its SHA-256 and is called in a worker thread. What is
    uploaded is kept on ``shelf`` over restarts. While the network cannot be reached it is tried
    again; before it would drop an upload, that is made anew. Engine thread only.
    """

    def __init__(
        self,
        channels: Mapping[str, Channel],
        media: MediaBytes,
        changed: Callable[[], None],
        shelf: Shelf | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._channels = channels
        self._media = media
        self._changed = changed
        self._clock = clock if clock is not None else SystemClock()
        self._uploads = Uploads(shelf)
        self._lanes: dict[str, Lane] = {}
        self._before: dict[str, Lane] = {}
        self._handed: dict[str, Lane] = {}
        self._away: list[Lane] = []

    def begin(
        self, asset: Asset, event: LiveEvent, channels: tuple[str, ...] | None = None
    ) -> None:
        """Start making ``asset`` ready on ``channels`` (None: all of the event's). What is under
        way for another one is dropped; other words for the same media upload nothing again."""
        self._handed = {}
        wanted = {
            channel: posts_of(asset, account, described)
            for channel in (event.channels if channels is None else channels)
            if channel in self._channels and (account := event.account(channel)) is not None
        }
        for channel, lane in self._lanes.items():
            lane.supersede(digests_of(wanted.get(channel, ())))
        self._let_go()
        self._lanes = {channel: self._lane(channel, posts) for channel, posts in wanted.items()}

    def _lane(self, channel: str, posts: tuple[Post, ...]) -> Lane:
        return Lane(
            self._channels[channel],
            posts,
            lambda: self._whole(posts),
            self._uploads,
            self._clock,
            self._changed,
            self._before.pop(channel, None),
        )

    async def _whole(self, posts: tuple[Post, ...]) -> tuple[Post, ...]:
        """The same with the bytes of their media."""
        names = dict.fromkeys(media.sha256 for post in posts for media in media_of(post))
        content = {name: await asyncio.to_thread(self._media, name) for name in names}

        def filled(media: PostMedia) -> PostMedia:
            return replace(media, content=content[media.sha256])

        def whole(post: Post) -> Post:
            card = post.card
            if card is not None and card.thumb is not None:
                card = replace(card, thumb=filled(card.thumb))
            return replace(post, media=tuple(filled(media) for media in post.media), card=card)

        return tuple(whole(post) for post in posts)

    def tasks(self) -> "dict[str, asyncio.Task[tuple[Staged, ...]]]":
        """Hand the work over to a take; it goes on although Preview moves to something else. One
        that cannot reach its network gives up after half a minute."""
        self._handed, self._lanes = self._lanes, {}
        tasks = {channel: lane.hand_over() for channel, lane in self._handed.items()}
        self._away = [lane for lane in (*self._away, *self._handed.values()) if lane.under_way]
        return tasks

    def take_back(self, staged: Iterable[Staged]) -> None:
        """These posts of one channel, handed over before, certainly did not go out: what was
        uploaded for them can be used again."""
        posts = tuple(staged)
        digests = digests_of(tuple(one.post for one in posts))
        for one, digest in zip(posts, digests, strict=True):
            if digest is not None:
                self._uploads.take_back(one, digest)

    def readiness(self, channel: str) -> Readiness:
        """How far ``channel`` is; after a TAKE, what was handed to it, until Preview is filled."""
        lane = self._lanes.get(channel) or self._handed.get(channel)
        return lane.readiness() if lane is not None else Readiness()

    def busy(self) -> bool:
        """Whether something is being made ready; waiting for a network to come back is not."""
        return any(lane.busy for lane in self._lanes.values())

    def forget(self) -> None:
        """Drop what is under way. What was handed over goes on."""
        for lane in self._lanes.values():
            lane.cancel()
        self._let_go()
        self._handed = {}

    def _let_go(self) -> None:
        """Remember of the lanes only what the next ones have to wait for: they hold media."""
        gone = self._before | self._lanes
        self._before = {channel: lane for channel, lane in gone.items() if lane.under_way}
        self._lanes = {}

    async def stop(self) -> None:
        """Drop everything, what was handed over too, and wait until all of it is written down."""
        self.forget()
        for lane in self._away:
            lane.cancel()
        for lane in [*self._before.values(), *self._away]:
            await lane.ended()
        await self._uploads.written()
