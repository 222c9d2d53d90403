"""What is made ready for one channel of a take: one ``Staged`` for each post of the thread."""

import asyncio
from collections.abc import Callable

from controlroom.channels.base import Staged

Staging = asyncio.Task[tuple[Staged, ...]]


class Parts:
    """The posts of one take on one channel. ``again`` starts making them ready anew."""

    def __init__(self, staging: Staging, again: Callable[[], Staging]) -> None:
        self._staging = staging
        self._again = again

    @property
    def done(self) -> bool:
        """Whether it is known how it went."""
        return self._staging.done()

    @property
    def staging(self) -> Staging:
        """The work, to be waited for."""
        return self._staging

    def ready(self) -> tuple[Staged, ...] | None:
        """The posts once they are ready, None where they are not."""
        task = self._staging
        failed = not task.done() or task.cancelled() or task.exception() is not None
        return None if failed else task.result()

    def part(self, place: int) -> Staged:
        """The post at ``place`` of the thread. Raises what went wrong, ChannelError mostly."""
        return self._staging.result()[place]

    def renew(self) -> None:
        """Make it ready anew: it failed, or the network has dropped it."""
        if self._staging.done():
            self._staging = self._again()
