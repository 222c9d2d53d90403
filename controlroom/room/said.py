"""What the approvers say now of something that was staged a while ago."""

from dataclasses import replace

from controlroom.event.approvals import Said, said_of
from controlroom.event.asset import Asset
from controlroom.event.live_event import LiveEvent


class SaidNow:
    """Looks up the words of the library's asset for the copy of it that stands in Preview. Each
    binds to what it was said of, so that other content in the copy is as it is: changed."""

    def __init__(self) -> None:
        self._assets: tuple[Asset, ...] = ()
        self._found: dict[str, Asset] = {}

    def of(
        self, event: LiveEvent, copy: Asset, channels: tuple[str, ...], now: int
    ) -> tuple[Said, ...]:
        """How ``copy`` stands on each of ``channels`` at ``now`` (UTC µs)."""
        known = self._in_library(event, copy)
        there = copy if known is copy else replace(copy, approvals=known.approvals)
        return tuple(said_of(there, channel, now) for channel in channels)

    def _in_library(self, event: LiveEvent, copy: Asset) -> Asset:
        if event.assets is not self._assets:
            self._assets, self._found = event.assets, {}
        if copy.slug not in self._found:
            # Of a large library too long to look up at each keystroke.
            found = (one for one in event.assets if one.slug == copy.slug)
            self._found[copy.slug] = next(found, copy)
        return self._found[copy.slug]
