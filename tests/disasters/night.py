"""One evening of an invented brand: the room, the networks and everything that ever reached them.

Each file beside this one plays one row of the disasters' table: it
sets the situation up, orders what an operator in a hurry would order, and asserts what the networks
got and what the operator was told. Only the night's own clock passes.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from controlroom.channels.base import Channel, Receipt, Staged, Standing
from controlroom.clock import MICROS, Clock
from controlroom.desk.board_facts import BoardLevel
from controlroom.errors import Refused
from controlroom.event.asset import Asset, Picture, Role
from controlroom.event.cue import Cue
from controlroom.event.live_event import Account, AlsoStop, Brand, GuardSettings, LiveEvent
from controlroom.event.moment import Anchor, HardTime, Moment, Segment
from controlroom.event.watch import WatchTerm
from controlroom.messages import english
from controlroom.posting.second_key import STEP_S, code_at
from controlroom.rehearsal.network import SimulatedNetwork
from tests.room.still_room import CHANNELS, SECRET, bundled
from tests.room.told_feed import ToldRoom
from tests.support.approving import approved

ZONE = "America/New_York"
COUNTED_S = 3_700
"""An hour and a minute: how fast something is talked of is told against its hour."""


def at(local: str) -> int:
    """UTC µs of a local time ("2016-06-04 20:00") in the invented town."""
    return round(datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(ZONE)).timestamp()) * MICROS


def a_picture(of: str = "blackout-01", alt: str = "A tin of soup on a table.") -> Picture:
    """A picture whose bytes are in the data folder, with an alt text of its own."""
    picture = bundled().asset(of).picture
    assert picture is not None
    return replace(picture, alt=alt)


def an_asset(slug: str, words: str, *, yes: bool = True, **other: object) -> Asset:
    """A prepared post, to which Dana said yes on every network unless told otherwise."""
    made = Asset(
        slug, slug.replace("-", " ").capitalize(), Role.POST, words, None, authors=("Ivo",)
    )
    made = replace(made, **other)  # type: ignore[arg-type]
    return approved(made, CHANNELS, "Dana", at("2012-01-01 12:00")) if yes else made


PAUSE = an_asset("pause", "We are stepping back tonight.", role=Role.PAUSE)
CORRECTION = an_asset("correction", "That was wrong of us. We are sorry.", role=Role.CORRECTION)


def an_event(starts: str, *assets: Asset, **other: object) -> LiveEvent:
    """An evening that starts at a local time, with these assets, a pause and a correction.

    Its one planned moment, after an hour, has the first asset as its cue.
    """
    begins = at(starts)
    hour = datetime.fromtimestamp(begins / MICROS + 3_600, ZoneInfo(ZONE))
    local = hour.replace(tzinfo=None).isoformat(timespec="seconds")
    moment = Moment(
        "opening",
        "Doors open",
        "Doors",
        "evening",
        Anchor.HARD,
        hard=HardTime(local, ZONE, begins + 3_600 * MICROS),
    )
    anything = Moment("anything", "Anything else", "Else", "evening", Anchor.FLOAT)
    whole = LiveEvent(
        id=bundled().id,
        slug=bundled().slug,  # the one a room without another wish opens
        title="An evening in town",
        brand=Brand("Tinwood", "@tinwood", "Soup, and the people who eat it."),
        zone=ZONE,
        second_zone=ZONE,
        second_zone_label="New York",
        starts=begins,
        ends=begins + 6 * 3_600 * MICROS,
        segments=(Segment("evening", "The evening", "20:00"),),
        moments=(moment, anything),
        assets=(*assets, PAUSE, CORRECTION),
        cues=tuple(Cue("opening", one.slug, n) for n, one in enumerate(assets[:1])),
        outcome_sets=(),
        accounts=tuple(
            Account(channel, "@tinwood", "Tinwood", confirmed="Dana", confirmed_at=begins)
            for channel in CHANNELS
        ),
        terms=(WatchTerm("town", "The town", "event", ("town",)),),
        slots=(("0", "pause"),),
        also_stop=(AlsoStop("Paid campaign", "Ola", "+1 555 0100"),),
        settings=GuardSettings(approver="Dana"),
    )
    return replace(whole, **other)  # type: ignore[arg-type]


class Remembering(SimulatedNetwork):
    """A simulated network that knows all that was ever public on it, and when."""

    def __init__(self, stands_for: str, clock: Clock) -> None:
        super().__init__(stands_for, clock)
        self.clock = clock
        self.ever: list[tuple[int, str]] = []
        self.asked = 0
        self.signed_in_as = Standing("", "")

    async def test(self) -> Standing:
        """Signed in as the event's account."""
        return self.signed_in_as

    async def send(self, staged: Staged, key: str, parent: Receipt | None = None) -> Receipt:
        """As it does; every request counts, whatever becomes of it."""
        self.asked += 1
        receipt = await super().send(staged, key, parent)
        self.ever.append((self.clock.now(), staged.post.text))
        return receipt


@dataclass
class Evening(ToldRoom):
    """A room of an invented evening. ``starts`` is the event's own."""

    ways: dict[str, Remembering] = field(default_factory=dict)
    make: Callable[[str, Clock], Remembering] = Remembering
    overridden: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        assert self.event is not None
        self.feed = self.board = True
        self.at_s = (self.event.starts - bundled().starts) / MICROS + self.at_s
        self.channels = self._remembering
        super().__enter__()
        return self

    def _remembering(self, on: Clock) -> Mapping[str, Channel]:
        self.ways = {key: self.make(key, on) for key in CHANNELS}
        for account in self.event.accounts if self.event else ():
            self.ways[account.channel].signed_in_as = Standing(account.handle, account.name)
        self.networks = dict(self.ways)
        return self.ways

    # What an operator does

    def go_live(self) -> None:
        """Ring up the approver, and go LIVE in spite of whatever the readiness board has against
        it: ``overridden`` is that."""
        self.order("reach", name="Dana")
        try:
            self.order("go_live")
        except Refused:
            board = self.room.readiness.board
            assert board is not None
            for line in board.lines:
                if line.level is BoardLevel.NO_GO:
                    self.overridden.append(line.check)
                    self.order("board_override", line=line.key, reason="It is late.")
            self.order("go_live")

    def try_to_take(self) -> str:
        """Look, press TAKE, be refused: what the operator is told."""
        self.pass_time(2.0)
        return self.refused("take", fingerprint=self.fingerprint, source="key")

    def take_with_second_key(self) -> None:
        """Ring up the approver, then TAKE."""
        self.pass_time(2.0)
        self.turn_second_key()
        self.order("take", fingerprint=self.fingerprint, source="key")

    def second_key_refused(self) -> str:
        """The approver reads the right code over the phone, and it does not count: why not."""
        step = self.now // MICROS // STEP_S
        return self.refused("second_key", digits=code_at(SECRET, step))

    def type_words(self, words: str) -> None:
        """Write over what stands in Preview, on every network."""
        for channel in CHANNELS:
            self.order("edit_words", channel=channel, words=words)

    # What came of it

    @property
    def reached(self) -> list[str]:
        """All that was ever public, each words once, in the order in which they went out."""
        sent = sorted(one for network in self.ways.values() for one in network.ever)
        return list(dict.fromkeys(words for _, words in sent))

    @property
    def requests(self) -> int:
        """How many requests that make something public the networks got."""
        return sum(network.asked for network in self.ways.values())

    @property
    def public(self) -> list[str]:
        """What is public now, each words once."""
        return list(
            dict.fromkeys(seen.text for network in self.ways.values() for seen in network.posts)
        )

    @property
    def kept_back(self) -> list[str]:
        """Why each delivery stayed here, as it is told."""
        return [row.problem or "" for row in self.deliveries]

    def until(self, seconds: float) -> None:
        """Go on to ``seconds`` after the event begins."""
        assert self.event is not None
        self.pass_time(seconds - (self.now - self.event.starts) / MICROS)

    def told(self, guard: str) -> tuple[str, str] | None:
        """How a guard's line reads: its tone and its finding."""
        for line in self.view.preview.poll:
            if line.guard == guard:
                return str(line.tone), english(line.detail)
        return None

    @property
    def asks_for_more(self) -> list[str]:
        """The guards that ask for a second key, or stop it."""
        lines = self.view.preview.poll
        return [line.guard for line in lines if line.tone in ("caution", "no_go")]


@contextmanager
def live(
    where: Path, event: LiveEvent, at_s: float = 3_600.0, *, counted: bool = False, **more: Any
) -> Iterator[Evening]:
    """``event`` in LIVE, ``at_s`` seconds after it begins; with ``counted`` an hour was counted
    before that."""
    begins = at_s - (COUNTED_S if counted else 0)
    with Evening(where / "data", begins, event=event, **more) as evening:
        evening.go_live()
        evening.until(at_s)
        yield evening


def again(where: Path, evening: Evening) -> Evening:
    """The same data folder, opened anew after a crash, at the time it crashed."""
    assert evening.event is not None
    at_s = (evening.now - evening.event.starts) / MICROS
    return Evening(where / "data", at_s, event=evening.event, make=evening.make)
