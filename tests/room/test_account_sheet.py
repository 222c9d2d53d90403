"""The sheet of accounts: signing in and out from the window, and what it says of each account."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from controlroom.accounts.vault import MemoryVault
from controlroom.accounts.ways_in import Blank, Doorstep, Given, SignedIn, WayIn, WaysIn
from controlroom.channels.base import ChannelError, SignInExpired, Standing, Tools
from controlroom.clock import MICROS, ManualClock
from controlroom.desk.accounts_view import AccountRow, AccountsView
from controlroom.desk.view import Tone
from controlroom.errors import UserFacingError
from controlroom.event.live_event import Account
from controlroom.messages import english, message
from controlroom.plugins import Table
from controlroom.rehearsal.network import SimulatedNetwork
from controlroom.room.opening import OpenRoom, Plan
from tests.hygiene.records import Expect
from tests.room.still_room import QUIET, StillRoom, bundled, furnish

SECRET = "hunter2-and-more"
HANDLE = "salt.test"
PAGE = "https://salt.test/authorize?request=7"


@dataclass
class Answers:
    """What the network says to the harmless call, by handle; what the way in waits for."""

    says: Standing | ChannelError
    forgotten: list[str]
    came_back: asyncio.Event | None = None


ANSWERS = Answers(Standing(HANDLE, "Salt"), [])


class Salt(SimulatedNetwork):
    """A way out that answers the harmless call as it is told to."""

    api = 2

    def __init__(self, account: Account, tools: Tools) -> None:
        super().__init__(account.channel, tools.clock)

    async def test(self) -> Standing:
        """What ``ANSWERS`` has."""
        if isinstance(ANSWERS.says, ChannelError):
            raise ANSWERS.says
        return ANSWERS.says


async def by_password(given: Given, at: Doorstep) -> SignedIn:
    """Lets in who knows the word; keeps something in the vault."""
    if given["password"] == "a way in that breaks":
        raise ValueError(given["password"])
    if given["password"] != SECRET:
        raise UserFacingError(message("words", words="Wrong word."), message("words", words="Ask."))
    await at.vault.write(f"bluesky/{given['handle']}", given["password"])
    return SignedIn("bluesky", given["handle"], "Salt", "http://127.0.0.1:9")


async def by_browser(given: Given, at: Doorstep) -> SignedIn:
    """Waits until the person comes back from the page."""
    ANSWERS.came_back = asyncio.Event()
    at.open_page(PAGE)
    await ANSWERS.came_back.wait()
    return SignedIn("bluesky", HANDLE, "Salt", "http://127.0.0.1:9")


async def sign_out(handle: str, server: str, at: Doorstep) -> None:
    """Notes it."""
    ANSWERS.forgotten.append(handle)


def _way(way: str, run: object, *blanks: Blank, **more: object) -> WayIn:
    said = message("words", words=way)
    return WayIn("bluesky", way, said, said, blanks, run, **more)  # type: ignore[arg-type]


WAYS = WaysIn(
    "Bluesky",
    (
        _way(
            "password",
            by_password,
            Blank("handle", message("words", words="Handle")),
            Blank("password", message("words", words="Password"), secret=True),
        ),
        _way("browser", by_browser, browser=True),
        _way("later", by_browser, browser=True, needs=("salt.client_id",)),
    ),
    sign_out,
)


class Front(StillRoom):
    """A room whose only way out is ``Salt``."""

    def __enter__(self) -> "Front":
        if not self.where.exists():
            furnish(self.where)
        self.clock = ManualClock(bundled().starts + QUIET * MICROS)
        self.vault = MemoryVault()
        self.opened = OpenRoom(
            Plan(
                state=self.state,
                start=self.clock.now(),
                where=self.where,
                feed=self._still,
                make_clock=lambda at, speed: self.clock,
                live_clock=self.clock,
                gestures=self.clock.monotonic,
                tick_s=3_600.0,
                vault=self.vault,
                board=False,
            )
        )
        self.settle()
        return self

    def sheet(self) -> AccountsView:
        """What the window shows of it."""
        self.settle()
        shown = self.view.accounts
        assert shown is not None
        return shown

    def row(self, channel: str = "bluesky") -> AccountRow:
        """One network of it."""
        return next(row for row in self.sheet().rows if row.channel == channel)

    def sign_in(self, way: str = "password", **blanks: str) -> None:
        """Fill in the blanks and press the button."""
        self.order("sign_in", channel="bluesky", way=way, **blanks)

    def come_back(self) -> None:
        """The person said yes on the network's page."""

        async def back() -> None:
            assert ANSWERS.came_back is not None
            ANSWERS.came_back.set()

        self._submit(back())
        self.settle()


@pytest.fixture
def front(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    ANSWERS.says, ANSWERS.forgotten, ANSWERS.came_back = Standing(HANDLE, "Salt"), [], None
    table = Table("channel", "tests.none", {"bluesky": f"{__name__}:Salt"}, api=2)
    ways = Table("sign-in", "tests.none", {"bluesky": f"{__name__}:WAYS"})
    monkeypatch.setattr("controlroom.room.accounts_ways.CHANNELS", table)
    monkeypatch.setattr("controlroom.room.accounts_ways.WAYS_IN", ways)
    monkeypatch.setattr("controlroom.accounts.ways_in.WAYS_IN", ways)
    with Front(tmp_path / "data") as room:
        room.order("accounts")
        yield room


def test_whoever_signs_in_is_bound_to_the_event_and_tested(front: Front) -> None:
    assert not front.row().signed_in
    front.sign_in(handle=HANDLE, password=SECRET)
    row = front.row()
    assert (row.handle, row.name, row.signed_in, row.bound) == (HANDLE, "Salt", True, True)
    assert english(row.state) == "signed in"
    assert front.sheet().signing_in is None
    assert "bluesky" in front.room.night.posting.channels


def test_no_secret_is_in_anything_the_window_gets(front: Front, expected_logs: Expect) -> None:
    expected_logs("signing in failed: ValueError")
    for password in (SECRET, "open sesame", "a way in that breaks"):
        front.sign_in(handle=HANDLE, password=password)
        assert password not in repr(front.view.accounts)
        assert password not in repr(front.room.event)
    assert SECRET in repr(vars(front.vault)), "it went where it belongs"


def test_a_way_that_fails_says_why_and_what_to_do(front: Front) -> None:
    front.sign_in(handle=HANDLE, password="wrong")
    signing_in = front.sheet().signing_in
    assert signing_in is not None
    assert signing_in.failed
    assert not signing_in.busy
    assert english(signing_in.line) == "Wrong word. Ask."
    assert front.row().handle != HANDLE


def test_a_way_that_breaks_leaves_the_sheet_usable(front: Front, expected_logs: Expect) -> None:
    expected_logs("signing in failed: ValueError")
    front.sign_in(handle=HANDLE, password="a way in that breaks")
    signing_in = front.sheet().signing_in
    assert signing_in is not None
    assert "ValueError" in english(signing_in.line)
    front.sign_in(handle=HANDLE, password=SECRET)
    assert front.row().signed_in


def test_the_browser_is_waited_for(front: Front) -> None:
    front.sign_in("browser")
    signing_in = front.sheet().signing_in
    assert signing_in is not None
    assert (signing_in.page, signing_in.busy) == (PAGE, True)
    front.come_back()
    assert front.sheet().signing_in is None
    assert front.row().handle == HANDLE


def test_a_sign_in_that_was_cancelled_binds_nobody(front: Front) -> None:
    before = front.row().handle
    front.sign_in("browser")
    front.order("sign_in_cancel")
    front.come_back()
    assert front.sheet().signing_in is None
    assert front.row().handle == before


def test_closing_the_sheet_drops_a_sign_in(front: Front) -> None:
    front.sign_in("browser")
    front.order("accounts_close")
    front.come_back()
    assert front.view.accounts is None
    front.order("accounts")
    assert front.sheet().signing_in is None


def test_who_signs_out_is_gone_here_and_there(front: Front) -> None:
    front.sign_in(handle=HANDLE, password=SECRET)
    front.order("account_sign_out", channel="bluesky")
    assert not front.row().bound
    assert english(front.row().state) == "not in this event"
    assert ANSWERS.forgotten == [HANDLE]


def test_what_the_network_says_of_the_account_stands_in_the_sheet(front: Front) -> None:
    about = (message("words", words="A post costs a cent."),)
    ends = bundled().starts
    ANSWERS.says = Standing(HANDLE, "Salt", ("read", "write"), ends, renews=True, about=about)
    front.sign_in(handle=HANDLE, password=SECRET)
    facts = [english(fact) for fact in front.row().facts]
    assert facts[0] == "may: read, write"
    assert facts[1].startswith("lasts until")
    assert facts[1].endswith("renewed by itself")
    assert facts[2] == "A post costs a cent."


@pytest.mark.parametrize(
    ("problem", "tone"),
    [
        (SignInExpired(message("words", words="Sign in again.")), Tone.NO_GO),
        (ChannelError(message("words", words="No answer.")), Tone.CAUTION),
    ],
)
def test_a_test_that_fails_says_why_and_signs_nobody_out(
    front: Front, problem: ChannelError, tone: Tone
) -> None:
    front.sign_in(handle=HANDLE, password=SECRET)
    ANSWERS.says = problem
    front.order("account_test", channel="bluesky")
    row = front.row()
    assert (english(row.state), row.tone) == (english(problem.what), tone)
    assert row.bound, "a transient error never signs anyone out"
    ANSWERS.says = Standing(HANDLE, "Salt")
    front.order("account_test", channel="bluesky")
    assert front.row().signed_in


def test_a_way_that_needs_a_setting_says_which(front: Front) -> None:
    why = [way.why_not for way in front.row().ways]
    assert why[0] is None
    assert why[2] is not None
    assert "salt.client_id" in english(why[2])


def test_what_is_known_is_filled_in_and_secrets_never(front: Front) -> None:
    front.sign_in(handle=HANDLE, password=SECRET)
    blanks = {blank.name: blank for blank in front.row().ways[0].blanks}
    assert blanks["handle"].value == HANDLE
    assert (blanks["password"].secret, blanks["password"].value) == (True, "")


def test_where_secrets_are_kept_only_for_now_that_is_amber(front: Front) -> None:
    assert front.sheet().kept_tone is Tone.CAUTION


def test_in_live_the_sheet_is_locked(front: Front) -> None:
    front.order("go_live")
    locked = front.sheet().locked
    assert locked is not None
    assert english(locked) == "Accounts cannot be changed while the event is LIVE."
    before = front.room.event.accounts
    front.refused("sign_in", channel="bluesky", way="password", handle=HANDLE, password=SECRET)
    front.refused("account_sign_out", channel="bluesky")
    assert front.room.event.accounts == before
