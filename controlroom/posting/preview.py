"""What stands in Preview: a frozen copy of an asset, and the fingerprint of all of it."""

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum

from controlroom.event.asset import Asset, Variant
from controlroom.event.content import content_digest
from controlroom.event.live_event import LiveEvent
from controlroom.messages import Message

CAME_BACK = "staged.kept"
"""How a post that was cancelled stands in Preview again."""


class By(StrEnum):
    """Who put it there."""

    YOU = "you"
    AUTO = "auto"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Preview:
    """A staged cue. ``at`` is UTC µs of the night; ``changed`` real gesture seconds of the last
    change, ``touched`` whether the operator made it; ``how`` says by which key or rule.
    ``channels``: only to these networks; None: to all of the event."""

    asset: Asset
    moment: str | None
    by: By
    how: Message
    at: int
    changed: float
    channels: tuple[str, ...] | None = None

    def goes_to(self, channel: str) -> bool:
        """Whether TAKE would send it to ``channel``, if the event has an account there."""
        return self.channels is None or channel in self.channels

    def only(self, channel: str) -> "Preview":
        """The part of it that goes to ``channel``."""
        return replace(self, channels=(channel,))

    def channels_of(self, event: LiveEvent) -> tuple[str, ...]:
        """The networks TAKE would send it to, in the accounts' order."""
        return tuple(channel for channel in event.channels if self.goes_to(channel))

    def fingerprint(self, event: LiveEvent) -> str:
        """SHA-256 (hex) of everything TAKE would make public: words, pictures, accounts."""
        channels = self.channels_of(event)
        accounts = "|".join(
            f"{a.channel}={a.handle}" for a in event.accounts if a.channel in channels
        )
        content = content_digest(self.asset, channels)
        seen = f"{self.asset.slug}|{self.moment}|{content}|{accounts}"
        return hashlib.sha256(seen.encode()).hexdigest()

    def differs_from(self, asset: Asset | None, event: LiveEvent) -> bool:
        """Whether it would make public anything else than ``asset`` on the same networks."""
        channels = self.channels_of(event)
        return asset is None or (
            content_digest(self.asset, channels) != content_digest(asset, channels)
        )

    def with_words(self, channel: str, words: str, now: float) -> "Preview":
        """The same with other words on one channel."""
        variants = [v for v in self.asset.variants if v.channel != channel]
        before = next((v for v in self.asset.variants if v.channel == channel), None)
        variants.append(
            Variant(channel, words) if before is None else replace(before, caption=words)
        )
        asset = replace(self.asset, variants=tuple(variants))
        return replace(self, asset=asset, by=By.YOU, changed=now)

    def with_filled(self, name: str, words: str, now: float) -> "Preview":
        """The same with ``words`` in one gap; "" empties it."""
        told = {**dict(self.asset.filled), name: words}
        filled = tuple(
            (slot.name, told[slot.name]) for slot in self.asset.slots if told.get(slot.name)
        )
        return replace(self, asset=replace(self.asset, filled=filled), by=By.YOU, changed=now)
