"""What the window shows, as frozen values: the desk is drawn from one ``DeskView``.

The core decides every word, number and state; the window only draws. Times are UTC µs, spans are
seconds, sentences are ``Message``s. ``tone`` says how something reads, the window picks colour
and shape.
"""

from dataclasses import dataclass
from enum import StrEnum

from controlroom.desk.accounts_view import AccountsView
from controlroom.desk.answers_view import AnswersView
from controlroom.desk.board_view import BoardView
from controlroom.desk.chart_view import ChartView
from controlroom.desk.context_view import ContextView
from controlroom.desk.feed_view import FeedView
from controlroom.desk.hold_view import HoldView
from controlroom.desk.people_view import PeopleView
from controlroom.desk.posts_view import DeliverySheet, HandOff, LastPublic, TakeAccount
from controlroom.desk.prep_view import PrepView
from controlroom.desk.preview_view import PreviewView
from controlroom.desk.solemn_view import FireView, SolemnView
from controlroom.desk.terms_view import TermsView
from controlroom.desk.tray_view import TrayView
from controlroom.desk.wrap_view import WrapView
from controlroom.event.room_state import RoomState
from controlroom.messages import Message


class Tone(StrEnum):
    """How something reads."""

    PLAIN = "plain"
    QUIET = "quiet"
    GO = "go"
    NEXT = "next"
    NOTE = "note"
    CAUTION = "caution"
    NO_GO = "no_go"
    ON_AIR = "on_air"
    ACCENT = "accent"
    REHEARSAL = "rehearsal"


@dataclass(frozen=True, slots=True)
class ImageRef:
    """A picture in the media store: SHA-256 of its bytes and where they lie."""

    sha256: str
    path: str


@dataclass(frozen=True, slots=True)
class Clock:
    """One field of the masthead: a small label over a large value."""

    label: Message
    value: Message
    tone: Tone = Tone.PLAIN
    small: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """One connection in the masthead's corner: Bluesky ✓, Feed 0.4 s old."""

    name: Message
    detail: Message | None
    tone: Tone


@dataclass(frozen=True, slots=True)
class Masthead:
    """State word first, then the clocks, then the connections. ``solo`` is there where nobody else
    is asked for the second key."""

    word: Message
    line: Message | None
    clocks: tuple[Clock, ...]
    title: Message
    account: Message
    links: tuple[Link, ...]
    solo: Message | None = None


@dataclass(frozen=True, slots=True)
class RundownRow:
    """One moment. ``mark`` is the shape in front: done, passed, on_air, next, float, soft,
    hard, fork, silent, simulated. ``time`` is the clock (or the word FLOAT/SILENT), ``note``
    stands at the right end, ``under`` below the title of the current row."""

    slug: str
    mark: str
    time: Message
    title: str
    short: str
    note: Message
    note_tone: Tone
    tone: Tone
    under: Message | None = None
    under_note: Message | None = None
    struck: Message | None = None
    selected: bool = False
    key: str | None = None


@dataclass(frozen=True, slots=True)
class RundownGroup:
    """Moments under one heading."""

    title: str
    note: Message
    key: str | None
    rows: tuple[RundownRow, ...]


@dataclass(frozen=True, slots=True)
class RundownView:
    """The rundown; ``now`` is the slug the list follows."""

    title: str
    progress: Message
    groups: tuple[RundownGroup, ...]
    now: str | None


class TakeFace(StrEnum):
    """The faces of TAKE, all in one place and size."""

    EMPTY = "empty"
    NO_GO = "no_go"
    ARMED = "armed"
    HOLDING = "holding"
    REHEARSAL = "rehearsal"
    SECOND_KEY = "second_key"
    SOLO = "solo"


@dataclass(frozen=True, slots=True)
class TakeView:
    """The button that makes something public.

    ``left``/``window`` are seconds of the hold window while HOLDING; ``flash`` counts refusals
    (the button flashes when it grows) and ``refusal`` says why the last one was refused.

    SECOND_KEY: ``digits`` of a code are typed; ``masked``, where a PIN may come, nobody reads them
    and Enter says that they are all; ``wait`` seconds after wrong tries nothing is typed at all.
    """

    face: TakeFace
    word: Message
    sentence: Message
    line: Message
    avatar: ImageRef | None
    keys: tuple[str, ...]
    left: float = 0.0
    window: float = 0.0
    rehearsal: bool = False
    digits: int = 0
    masked: bool = False
    wait: int = 0
    flash: int = 0
    refusal: Message | None = None
    accounts: tuple[TakeAccount, ...] = ()


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One network of the post on air; ``sheet`` is what it opens."""

    delivery: str
    title: str
    after: Message
    chip: Message
    tone: Tone
    icon: str
    sheet: DeliverySheet | None = None


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """Practice: seconds since the moment, against best and goal (seconds or None)."""

    value: Message
    line: Message
    seconds: float
    best: float | None
    goal: float
    run: Message
    steps: tuple[tuple[Message, Message, Tone], ...]


@dataclass(frozen=True, slots=True)
class OnAirView:
    """The last post. ``foot`` mirrors TAKE: pending, retract or again."""

    title: Message
    age: Message | None
    asset_title: str
    words: str
    avatar: ImageRef | None
    picture: ImageRef | None
    numbers: tuple[tuple[Message, Message, Tone], ...]
    rows: tuple[DeliveryRow, ...]
    stopwatch: Stopwatch | None
    foot: Message
    foot_line: Message
    foot_keys: tuple[str, ...]
    foot_tone: Tone
    foot_command: str | None
    hint: Message
    last_public: tuple[LastPublic, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One ranked asset; ``digit`` stages it."""

    digit: str
    asset: str
    title: str
    line: Message
    line2: Message | None
    picture: ImageRef | None
    ready: Tone
    in_preview: bool


@dataclass(frozen=True, slots=True)
class SuggestionsView:
    """Offers for now, with the one line that says why."""

    order: Message
    why: Message | None
    why_line: Message | None
    rows: tuple[Suggestion, ...]
    hint: Message


@dataclass(frozen=True, slots=True)
class Slot:
    """A tile that never moves."""

    digit: str
    asset: str | None
    title: str
    picture: ImageRef | None
    in_preview: bool
    ready: Tone


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """One asset of the library."""

    asset: str
    title: str
    line: Message
    picture: ImageRef | None
    icon: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class LibraryView:
    """What the search finds, or what may be wanted next while nothing is sought."""

    ready: Message
    not_ready: Message | None
    search: str
    rows: tuple[LibraryRow, ...]
    hint: Message


@dataclass(frozen=True, slots=True)
class AlarmView:
    """The alarm strip: the highest alarm nobody acknowledged, or that there is none."""

    priority: int | None
    what: Message
    to_do: Message
    at: Message | None
    acknowledged: bool
    rate: Message
    tone: Tone


@dataclass(frozen=True, slots=True)
class DeskView:
    """Everything the window draws, at one moment. ``revision`` grows with every change.

    With ``prep`` the window shows the library and readiness, else the desk. ``hand_offs`` are posts
    that a person has to send; ``accounts``, ``people`` and ``terms`` are there while they are open.
    ``solemn``, ``fire`` and ``context`` are there where there is something to show of them.
    """

    revision: int
    state: RoomState
    held_from: RoomState | None
    caution: bool
    synthetic: bool
    masthead: Masthead
    rundown: RundownView
    preview: PreviewView
    take: TakeView
    on_air: OnAirView
    suggestions: SuggestionsView
    slots: tuple[Slot, ...]
    library: LibraryView
    chart: ChartView
    alarm: AlarmView
    hold: HoldView | None
    prep: PrepView | None
    notice: Message | None = None
    hand_offs: tuple[HandOff, ...] = ()
    accounts: AccountsView | None = None
    solemn: SolemnView | None = None
    fire: FireView | None = None
    context: ContextView | None = None
    feeds: FeedView | None = None
    terms: TermsView | None = None
    tray: TrayView | None = None
    closing: Message | None = None
    people: PeopleView | None = None
    answers: AnswersView | None = None
    wrap: WrapView | None = None
    board: BoardView | None = None
