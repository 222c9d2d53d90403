"""What the watches of the collector have found: frozen values, drawn and judged by the room."""

from dataclasses import dataclass

from controlroom.sources.mention import Mention


@dataclass(frozen=True, slots=True)
class Solemn:
    """Talk of death, disaster, violence or grief about one subject.

    ``subject`` names it for as long as it lasts (its strongest word or two, folded); ``words`` what
    it is told by, strongest first. ``since_us``/``latest_us`` UTC of when it was raised and of the
    last post that spoke of it. ``strong`` when HOLD should be proposed. ``posts`` a few that say
    so, the most telling first; ``authors`` distinct ones; ``share`` of the judged posts of the last
    minutes, ``usual`` the stream's own share before, both 0-1.
    """

    subject: str
    since_us: int
    latest_us: int
    strong: bool
    words: tuple[str, ...]
    posts: tuple[Mention, ...]
    authors: int
    share: float
    usual: float


@dataclass(frozen=True, slots=True)
class Fire:
    """Our own brand under fire: hostile talk about it, or in answer to one of our posts.

    ``own_post`` is the id, within its source, of the post that is answered, "" where the brand as
    such is meant. The rest as in ``Solemn``; ``since_us`` also names the fire. ``over`` once it
    has fallen quiet.
    """

    since_us: int
    latest_us: int
    own_post: str
    source: str
    share: float
    usual: float
    authors: int
    posts: tuple[Mention, ...]
    words: tuple[str, ...] = ()
    over: bool = False
