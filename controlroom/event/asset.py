"""Assets: prepared posts."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an asset is for. CORRECTION and PAUSE may be taken in HOLD, with the second key."""

    POST = "post"
    CORRECTION = "correction"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of an asset, known by the SHA-256 of its bytes.

    ``name`` is the file's name as it came; ``size`` in bytes; ``width``/``height`` in pixels.
    """

    sha256: str
    name: str
    mime: str
    size: int
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Variant:
    """What differs on one channel; None means: as the asset has it."""

    channel: str
    caption: str | None = None
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """A yes to exactly these words and bytes: ``digest`` of the content it was given for."""

    by: str
    at: int
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Asset:
    """A prepared post. Times are UTC µs; ``slot`` is its fixed key (5-9, 0) if it has one."""

    slug: str
    title: str
    role: Role
    caption: str
    picture: Picture | None
    variants: tuple[Variant, ...] = ()
    use_when: str = ""
    dont_use_when: str = ""
    tags: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    rights_until: int | None = None
    offer_until: int | None = None
    embargo_until: int | None = None
    version: int = 1
    approval: Approval | None = None

    def words_for(self, channel: str) -> str:
        """The caption as it goes to ``channel``."""
        for variant in self.variants:
            if variant.channel == channel and variant.caption is not None:
                return variant.caption
        return self.caption

    def picture_for(self, channel: str) -> Picture | None:
        """The picture as it goes to ``channel``."""
        for variant in self.variants:
            if variant.channel == channel and variant.picture is not None:
                return variant.picture
        return self.picture
