"""What guards know: one frozen value, made by the room before each poll."""

from dataclasses import dataclass
from enum import IntEnum

from controlroom.event.approvals import Said, Standing
from controlroom.event.asset import Asset
from controlroom.event.delivery import Delivery
from controlroom.event.live_event import LiveEvent
from controlroom.event.moment import Moment
from controlroom.event.room_state import RoomState
from controlroom.messages import Message
from controlroom.net.pacing import Pace


class Level(IntEnum):
    """How a guard answers; the poll's level is its worst line."""

    GO = 0
    NOTE = 1
    CAUTION = 2
    NO_GO = 3


@dataclass(frozen=True, slots=True)
class OnChannel:
    """The post on one of its networks.

    ``count``/``limit`` by the network's rule; ``troubles`` why it would refuse; ``uploaded`` once
    its media lies there (True for a post without media), ``share`` how much of it does (0-1);
    ``problem`` why staging failed; ``price`` in US dollars, ``price_plain`` what it would cost
    without its links; ``pace`` what the network still takes. ``signed_in_until`` UTC µs at which
    the sign-in ends for good, None where it does not or nobody asked; ``confirmed`` whether
    somebody looked at the account's face and said it is the right one. ``reads_back``: whether
    posts are read back from there, which a person's word cannot be.
    """

    channel: str
    title: str
    handle: str
    signed_in: bool
    count: int
    limit: int
    troubles: tuple[Message, ...]
    has_picture: bool
    alt: str
    uploaded: bool
    problem: Message | None
    share: float = 1.0
    price: float = 0.0
    pace: Pace | None = None
    price_plain: float = 0.0
    signed_in_until: int | None = None
    confirmed: bool = True
    reads_back: bool = True


@dataclass(frozen=True, slots=True)
class OwnPost:
    """A public post on one of the event's accounts, as it was read there. ``at`` UTC µs; ``ours``
    when this program sent it."""

    channel: str
    text: str
    at: int
    remote_id: str
    ours: bool


@dataclass(frozen=True, slots=True)
class Context:
    """What is said just now of a hashtag or name in the words.

    ``label`` as it is written, ``slug`` the watch term it is counted by. ``per_minute`` mentions in
    the last minute, ``usual_per_minute`` the mean of the hour before, both None where it has not
    been counted for long enough; ``since`` UTC µs from which on it is counted. ``solemn`` of the
    ``judged`` posts of the last ten minutes are solemn; ``usual_share`` of all talk is (0-1).
    """

    label: str
    slug: str
    per_minute: float | None = None
    usual_per_minute: float | None = None
    since: int | None = None
    solemn: int = 0
    judged: int = 0
    usual_share: float = 0.0

    @property
    def share(self) -> float:
        """The solemn share of its posts, 0 where none was judged."""
        return self.solemn / self.judged if self.judged else 0.0


@dataclass(frozen=True, slots=True)
class Known:
    """Everything a guard may look at. Times UTC µs; ``feed_age_s`` None while no feed is on.

    ``asset`` carries the words as they stand in Preview; ``said`` how it stands with the approvers
    on each channel it goes to. ``moment_at`` is when the moment happened or is expected.
    ``deliveries`` are this night's on the same network side (real or simulated), ``own_posts`` the
    newest posts of the accounts, whoever sent them; once it was taken, neither holds the post that
    is asked about. ``solemn`` are the subjects that ``solemn_since`` speaks of; ``contexts`` the
    hashtags and names in the words, as they are talked of now.

    ``shown`` is the fingerprint of what would be sent, ``seen`` the one TAKE came with (None:
    nobody has pressed yet); ``posts_left`` how many posts of it have yet to leave on each network,
    more than one of a thread. ``requests`` are the public requests this program has started,
    (channel, UTC µs), oldest first. ``clock_off_s`` is how far this computer's clock is from the
    servers' (None: nobody asked). ``simulated``: a rehearsal, where nothing is public.
    """

    event: LiveEvent
    state: RoomState
    asset: Asset
    said: tuple[Said, ...]
    moment: Moment | None
    moment_at: int | None
    channels: tuple[OnChannel, ...]
    deliveries: tuple[Delivery, ...]
    now: int
    feed_age_s: float | None
    solemn_since: int | None
    own_posts: tuple[OwnPost, ...] = ()
    solemn: tuple[str, ...] = ()
    contexts: tuple[Context, ...] = ()
    shown: str = ""
    seen: str | None = None
    posts_left: int = 1
    requests: tuple[tuple[str, int], ...] = ()
    clock_off_s: float | None = None
    simulated: bool = False

    @property
    def approved(self) -> bool:
        """Whether somebody said yes to exactly this, on every channel it goes to."""
        return bool(self.said) and all(one.standing is Standing.APPROVED for one in self.said)


@dataclass(frozen=True, slots=True)
class Answer:
    """One guard's line: level, what was checked, what was found.

    ``about`` names, without figures, what a second key is asked for: who said yes to one of these
    said nothing of another. Empty where the guard asks for one thing only.
    """

    level: Level
    label: Message
    detail: Message
    about: frozenset[str] = frozenset()
