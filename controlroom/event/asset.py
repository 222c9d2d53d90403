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
    """One picture or video of an asset, known by the SHA-256 of its bytes.

    ``name`` is the file's name as it came; ``size`` in bytes; ``width``/``height`` in pixels;
    ``seconds`` a video's length.
    """

    sha256: str
    name: str
    mime: str
    size: int
    width: int
    height: int
    alt: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Variant:
    """What differs on one channel; None means: as the asset has it. ``more`` are the pictures after
    the first; ``reply_to`` is the URL of the post it answers there."""

    channel: str
    caption: str | None = None
    picture: Picture | None = None
    more: tuple[Picture, ...] | None = None
    reply_to: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A further post of a thread, the same on every channel."""

    caption: str
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """The web page an asset shows as a card below its words, as it was prepared."""

    url: str
    title: str
    description: str = ""
    thumb: Picture | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """A yes to exactly these words and bytes: ``digest`` of the content it was given for."""

    by: str
    at: int
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Asset:
    """A prepared post. Times are UTC µs; ``picture`` is the first, ``more`` those after
    it; ``thread`` the posts that follow the first one."""

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
    more: tuple[Picture, ...] = ()
    thread: tuple[Part, ...] = ()
    link: Link | None = None

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

    def pictures_for(self, channel: str) -> tuple[Picture, ...]:
        """The pictures as they go to ``channel``, in order."""
        first = self.picture_for(channel)
        more = self.more
        for variant in self.variants:
            if variant.channel == channel and variant.more is not None:
                more = variant.more
        return (*((first,) if first else ()), *more)

    def reply_to_for(self, channel: str) -> str:
        """The URL of the post it answers on ``channel``, empty where it answers none."""
        for variant in self.variants:
            if variant.channel == channel and variant.reply_to is not None:
                return variant.reply_to
        return ""
