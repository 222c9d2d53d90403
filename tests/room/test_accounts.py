"""Accounts in a running room: bound and unbound they are on the desk at once; locked in LIVE."""

from dataclasses import replace
from pathlib import Path

import pytest

from controlroom.accounts.vault import MemoryVault
from controlroom.channels.base import Tools
from controlroom.channels.by_hand import ByHand
from controlroom.clock import MICROS, ManualClock
from controlroom.errors import Refused
from controlroom.event.live_event import Account
from controlroom.event.room_state import RoomState
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from controlroom.room.accounts import Accounts, Bound, events_of, kept_accounts
from controlroom.room.accounts_ways import EventWays, Rules
from controlroom.room.opening import BUNDLED, OpenRoom, Plan
from controlroom.store.open import Store
from tests.room.still_room import QUIET, StillRoom, bundled, furnish

TOWN = Account("bluesky", "salt.test", "Salt", server="http://127.0.0.1:9", colour="#112233")
HAND = Account("threads", "@salt", "Salt")


class Desk(StillRoom):
    """With the real ways out, which is where accounts show."""

    def __enter__(self) -> "Desk":
        if not self.where.exists():
            furnish(self.where)
        self.clock = ManualClock(bundled().starts + QUIET * MICROS)
        self.opened = OpenRoom(
            Plan(
                state=RoomState.PREP,
                start=self.clock.now(),
                where=self.where,
                feed=self._still,
                make_clock=lambda at, speed: self.clock,
                live_clock=self.clock,
                gestures=self.clock.monotonic,
                tick_s=3_600.0,
                board=False,
            )
        )
        self.settle()
        return self

    def add(self, account: Account, event: str | None = None, avatar: bytes | None = None) -> Bound:
        bound = self._submit(self._accounts().add(account, avatar, event))
        self.settle()
        return bound

    def remove(self, account: Account) -> tuple[str, ...]:
        events = self._submit(self._accounts().remove(account))
        self.settle()
        return events

    def _accounts(self) -> Accounts:
        return Accounts(self.opened.thread, self.clock, self.room)

    @property
    def store(self) -> Store:
        return self.opened.thread.store

    def ways_out(self) -> list[str]:
        return sorted(self.room.night.posting.channels)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    with Desk(tmp_path / "data") as opened:
        yield opened


def test_an_account_takes_the_place_of_a_mere_name_and_is_on_the_desk_at_once(desk: Desk) -> None:
    assert "bluesky" not in desk.ways_out(), "a name only: nobody is signed in"
    bound = desk.add(TOWN)
    assert bound.events == (BUNDLED,)
    assert "bluesky" in desk.ways_out()
    account = desk.room.event.account("bluesky")
    assert account is not None
    assert (account.handle, account.server, account.colour) == ("salt.test", TOWN.server, "#112233")
    assert account.avatar == bundled().accounts[0].avatar, "a face is better than none"
    assert desk.store.events.load_event(BUNDLED).account("bluesky") == account
    desk.order("undo")
    assert desk.room.event.account("bluesky") == bundled().account("bluesky")
    assert "bluesky" not in desk.ways_out()


def test_a_server_in_the_event_s_file_is_no_sign_in(desk: Desk) -> None:
    signed_in = Account("mastodon", "salt@a.example", "Salt", server="https://a.example")
    assert desk.add(signed_in).events == (BUNDLED,)
    other = Account("mastodon", "pepper@b.example", "Pepper", server="https://b.example")
    assert desk.add(other).events == (), "now somebody is"
    assert [one.handle for one in kept_accounts(desk.store)] == [signed_in.handle, other.handle]
    assert events_of(desk.store, other) == ()
    assert desk.add(other, BUNDLED).events == (BUNDLED,)
    assert events_of(desk.store, signed_in) == ()


def test_the_same_account_again_is_one_account(desk: Desk) -> None:
    desk.add(TOWN)
    moved = replace(TOWN, handle="@Salt.Test", server="http://127.0.0.1:10")
    assert desk.add(moved).events == (BUNDLED,)
    (kept,) = kept_accounts(desk.store)
    assert kept.server == "http://127.0.0.1:10"


def test_a_network_by_hand_needs_no_server(desk: Desk) -> None:
    assert desk.add(HAND).events == (BUNDLED,)
    assert isinstance(desk.room.night.posting.channels["threads"], ByHand)
    assert desk.room.desk().state == "prep"
    assert desk.remove(HAND) == (BUNDLED,)
    assert "threads" not in desk.ways_out()
    assert kept_accounts(desk.store) == ()


def test_a_rehearsal_has_the_new_network_too(desk: Desk) -> None:
    desk.add(HAND)
    desk.order("rehearse")
    assert "threads" in desk.ways_out()
    assert desk.room.event.account("threads") == HAND


def test_accounts_are_locked_while_the_event_is_live(desk: Desk) -> None:
    desk.add(TOWN)
    desk.order("go_live")
    added = desk.add(replace(TOWN, handle="other.test"), BUNDLED)
    assert (added.events, added.locked) == ((), (BUNDLED,))
    with pytest.raises(Refused, match="locked"):
        desk.remove(TOWN)
    assert desk.room.event.account("bluesky") is not None
    desk.order("wrap")
    assert desk.remove(TOWN) == (BUNDLED,)


def test_another_event_of_the_store_is_bound_too(tmp_path: Path) -> None:
    furnish(tmp_path / "data")
    with Desk(tmp_path / "data") as desk:
        other = replace(bundled(), id="0" * 32, slug="another-night", cues=(), slots=())
        desk.store.events.save_event(other)
        assert set(desk.add(TOWN).events) == {BUNDLED, "another-night"}
        bound = desk.store.events.load_event("another-night").account("bluesky")
        assert bound is not None
        assert bound.handle == TOWN.handle
        assert set(desk.remove(TOWN)) == {BUNDLED, "another-night"}


@pytest.mark.parametrize("avatar", [b"", b"no picture", b"\x89PNG\r\n\x1a\n broken"])
def test_a_face_that_cannot_be_shown_is_left_out(desk: Desk, avatar: bytes) -> None:
    assert desk.add(HAND, avatar=avatar).account.avatar is None


async def test_ways_are_made_anew_only_for_the_account_that_changed(tmp_path: Path) -> None:
    clock = ManualClock(0)
    http = Http()
    tools = Tools(http, MemoryVault(), Pacing(clock), clock, {}, tmp_path)
    event = replace(bundled(), accounts=(TOWN, HAND))
    ways = EventWays(tools, lambda: event)
    first, hand = ways["bluesky"], ways["threads"]
    assert list(ways) == ["bluesky", "threads"]
    event = replace(event, accounts=(replace(TOWN, handle="other.test"), HAND))
    assert ways["bluesky"] is not first
    assert ways["threads"] is hand
    assert ways.of(TOWN) is None
    event = replace(event, accounts=(Account("bluesky", "a", "A"), HAND))
    assert list(ways) == ["threads"]
    with pytest.raises(KeyError):
        ways["bluesky"]
    await http.close()


def test_networks_nobody_wrote_an_adapter_for_are_counted_too() -> None:
    rules = Rules()
    assert (rules["bluesky"].title, rules["threads"].title) == ("Bluesky", "Threads")
    assert rules["threads"].count("👍🏽") > 1, "Threads counts emoji by their bytes"
    assert rules["carrier-pigeon"].count("coo") == 3


def test_the_log_says_whose_account_it_was_and_who_bound_it(desk: Desk) -> None:
    lines: list[dict[str, object]] = []
    desk.room.nights.real.journal._heard = lines.append  # type: ignore[attr-defined]
    desk.room.operator = "Ann"
    desk.add(TOWN)
    (line,) = [one for one in lines if one["kind"] == "edit"]
    assert (line["edit"], line["by"], line["what"]) == (
        "BindAccount",
        "Ann",
        {"account": "bluesky"},
    )
