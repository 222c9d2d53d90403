"""Assets: prepared posts."""

import re
from dataclasses import dataclass
from enum import StrEnum

GAP = re.compile(r"\{(\w+)\}")


class Role(StrEnum):
    """What an asset is for. CORRECTION and PAUSE may be taken in HOLD, with the second key."""

    POST = "post"
    CORRECTION = "correction"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Crop:
    """The part of a master picture that is shown; fractions (0-1) of its width and height."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture or video of an asset, known by the SHA-256 of its bytes.

    ``name`` is the file's name as it came; ``size`` in bytes; ``width``/``height`` in pixels;
    ``seconds`` a video's length. One that was made from another names it: ``master`` is that one's
    SHA-256, ``crop`` the part of it that is shown.
    """

    sha256: str
    name: str
    mime: str
    size: int
    width: int
    height: int
    alt: str
    seconds: float = 0.0
    master: str | None = None
    crop: Crop | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """What differs on one channel; None means: as the asset has it. ``more`` are the pictures after
    the first; ``reply_to`` is the URL of the post it answers there. ``authors`` are those who made
    what differs."""

    channel: str
    caption: str | None = None
    picture: Picture | None = None
    more: tuple[Picture, ...] | None = None
    reply_to: str | None = None
    authors: tuple[str, ...] = ()


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


class Verdict(StrEnum):
    """What an approver said. WITHDRAWN: that nothing they said before counts any more."""

    APPROVED = "approved"
    CHANGES = "changes"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Approval:
    """What was said of an asset on one channel: a yes to exactly what ``digest``
    (``content.variant_digest``) covers, or what has to change (``note``).

    ``at`` UTC µs, ``version`` the asset's then; a yes ends at ``until`` (UTC µs, None: never).
    """

    channel: str
    by: str
    at: int
    version: int
    digest: str
    until: int | None = None
    verdict: Verdict = Verdict.APPROVED
    note: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A gap in a template's words, written {name} (letters, digits, _). What may stand in it: at
    most ``longest`` characters, one of ``words`` where any are given."""

    name: str
    longest: int
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asset:
    """A prepared post. Times are UTC µs; ``picture`` is the first, ``more`` those after
    it; ``thread`` the posts that follow the first one.

    ``authors`` made what all channels share; ``approvals`` is the newest word on each channel;
    ``slots`` are the gaps in its words, ``filled`` what stands in them (in Preview only).
    ``provenance`` says where its pictures are from; ``regions`` whom it is for.
    """

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
    more: tuple[Picture, ...] = ()
    thread: tuple[Part, ...] = ()
    link: Link | None = None
    authors: tuple[str, ...] = ()
    approvals: tuple[Approval, ...] = ()
    slots: tuple[Slot, ...] = ()
    filled: tuple[tuple[str, str], ...] = ()
    provenance: str = ""
    regions: tuple[str, ...] = ()

    def words_for(self, channel: str) -> str:
        """The caption as it goes to ``channel``, its gaps filled as far as they are."""
        return self.filled_in(self.template_for(channel))

    def filled_in(self, words: str) -> str:
        """``words`` with what stands in the gaps; a gap that is empty stays as it is written."""
        if not self.filled:
            return words
        known = {slot.name for slot in self.slots}
        told = {name: said for name, said in self.filled if name in known}
        # In one pass: what is filled in may hold braces of its own.
        return GAP.sub(lambda found: told.get(found[1]) or found[0], words)

    def authors_of(self, channel: str) -> tuple[str, ...]:
        """Everybody who made what goes to ``channel``."""
        variant = next((one for one in self.variants if one.channel == channel), None)
        own = () if variant is None else variant.authors
        return tuple(dict.fromkeys((*self.authors, *own)))

    def template_for(self, channel: str) -> str:
        """The caption for ``channel`` as it was written."""
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
