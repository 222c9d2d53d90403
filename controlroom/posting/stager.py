"""Staging: media goes up ahead, so that TAKE is one small request per network."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from controlroom.channels.base import Channel, ChannelError, Post, PostMedia, SignInExpired, Staged
from controlroom.event.asset import Asset, Picture
from controlroom.event.live_event import LiveEvent
from controlroom.messages import Message, message

LOG = logging.getLogger("controlroom.posting")

MediaBytes = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far one network is: ``staged`` once it is ready, ``problem`` if it failed, and whether
    that was because somebody has to sign in."""

    staged: Staged | None = None
    problem: Message | None = None
    signed_out: bool = False


class Stager:
    """Makes one Preview ready on every channel, each on its own.

    ``media`` gives the bytes of a picture by its SHA-256 and is called in a worker thread.
    """

    def __init__(
        self, channels: Mapping[str, Channel], media: MediaBytes, changed: Callable[[], None]
    ) -> None:
        self._channels = channels
        self._media = media
        self._changed = changed
        self._tasks: dict[str, asyncio.Task[Staged]] = {}
        self._handed: dict[str, asyncio.Task[Staged]] = {}

    def begin(self, asset: Asset, event: LiveEvent) -> None:
        """Start making ``asset`` ready; what was under way for another one is dropped."""
        self.forget()
        for channel in event.channels:
            if channel in self._channels:
                self._start(channel, asset, event)

    def _start(self, channel: str, asset: Asset, event: LiveEvent) -> None:
        task = asyncio.create_task(self._stage(channel, asset, event), name=f"stage {channel}")
        self._tasks[channel] = task
        task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[Staged]") -> None:
        if not task.cancelled() and task.exception() is not None:
            LOG.info("%s: %s", task.get_name(), task.exception())
        self._changed()

    async def _stage(self, channel: str, asset: Asset, event: LiveEvent) -> Staged:
        account = event.account(channel)
        assert account is not None
        picture = asset.picture_for(channel)
        media = (await self._load(picture),) if picture else ()
        post = Post(channel, account.handle, asset.words_for(channel), media)
        return await self._channels[channel].stage(post)

    async def _load(self, picture: Picture) -> PostMedia:
        content = await asyncio.to_thread(self._media, picture.sha256)
        return PostMedia(
            picture.sha256, content, picture.mime, picture.width, picture.height, picture.alt
        )

    def tasks(self) -> "dict[str, asyncio.Task[Staged]]":
        """Hand the work over to a take; it goes on although Preview moves to something else."""
        self._handed, self._tasks = self._tasks, {}
        return self._handed

    def readiness(self, channel: str) -> Readiness:
        """How far ``channel`` is; after a TAKE, what was handed to it, until Preview is filled."""
        task = self._tasks.get(channel) or self._handed.get(channel)
        if task is None or not task.done() or task.cancelled():
            return Readiness()
        problem = task.exception()
        if problem is None:
            return Readiness(staged=task.result())
        if isinstance(problem, ChannelError):
            return Readiness(problem=problem.what, signed_out=isinstance(problem, SignInExpired))
        return Readiness(problem=message("stage.failed", why=str(problem)))

    def busy(self) -> bool:
        """Whether something is still being made ready."""
        return any(not task.done() for task in self._tasks.values())

    def forget(self) -> None:
        """Drop what is under way."""
        for task in self._tasks.values():
            task.cancel()
        self._tasks, self._handed = {}, {}
