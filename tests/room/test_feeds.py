"""The feeds of an event: their names, their secrets, when they run."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from controlroom.accounts.mastodon_session import Kept, entry_name
from controlroom.accounts.vault import MemoryVault, VaultClosed
from controlroom.clock import MICROS
from controlroom.event.eventfile import read_event_and_pictures
from controlroom.event.live_event import Account, LiveEvent
from controlroom.event.room_state import RoomState
from controlroom.event.watch import EventFeed, WatchTerm
from controlroom.messages import english, message
from controlroom.room.accounts_settings import put_secret
from controlroom.room.feeds import cost_per_hour, feeds_of, with_secrets
from controlroom.room.opening import BUNDLED, OpenRoom, Plan, bundled_folder
from controlroom.sources.base import SourceSpec
from controlroom.sources.mention import Phase, SourceState
from tests.support.waiting import eventually

OREO = WatchTerm("oreo", "oreo", "brand", ("oreo",))


def event(*feeds: EventFeed) -> LiveEvent:
    bundled, _ = read_event_and_pictures(bundled_folder(BUNDLED))
    return replace(bundled, slug="tonight", id="tonight", terms=(OREO,), feeds=feeds,
                   synthetic=False)  # fmt: skip


class LockedVault(MemoryVault):
    """A keyring nobody unlocks."""

    async def read(self, name: str) -> str | None:
        raise VaultClosed(message("vault.silent"), message("vault.unlock_then_again"))


async def test_what_costs_runs_around_the_event_and_names_are_unique() -> None:
    night = event(
        EventFeed("jetstream"),
        EventFeed("jetstream", options=(("endpoint", "wss://other.example/subscribe"),)),
        EventFeed("x", "crowd", (("budget", "3"),)),
    )
    first, second, crowd = feeds_of(night)
    assert [first.name, second.name, crowd.name] == ["jetstream", "jetstream-2", "crowd"]
    assert crowd.options["from_us"] == night.starts - 1_800 * MICROS
    assert crowd.options["until_us"] == night.ends + 1_800 * MICROS
    assert cost_per_hour((first, second, crowd), night.terms) == 3.0


async def test_a_token_goes_only_to_the_server_it_is_of() -> None:
    vault = MemoryVault()
    await put_secret(vault, {}, "x.app_bearer", "bearer")
    await put_secret(vault, {}, "mastodon.token@Town.example", "of town")
    specs = (
        SourceSpec("x"),
        SourceSpec("mastodon", {"server": "https://town.example"}),
        SourceSpec("mastodon", {"server": "https://elsewhere.example"}),
        SourceSpec("mastodon", {"server": "https://town.example", "token": "another"}),
        SourceSpec("jetstream"),
    )
    found = await with_secrets(specs, vault)
    assert [spec.options.get("token") for spec in found] == [
        "bearer",
        "of town",
        None,
        "another",
        None,
    ]


async def test_an_account_of_the_event_reads_its_own_server() -> None:
    vault = MemoryVault()
    kept = Kept("brand@town.example", "https://town.example", "7", "of the account")
    await vault.write(entry_name(kept.handle), msgspec.json.encode(kept).decode())
    account = Account("mastodon", kept.handle, "Brand", server="https://town.example")
    night = replace(event(), accounts=(account,))
    there = SourceSpec("mastodon", {"server": "https://town.example"})
    elsewhere = SourceSpec("mastodon", {"server": "https://other.example"})
    found = await with_secrets((there, elsewhere), vault, night)
    assert [spec.options.get("token") for spec in found] == ["of the account", None]


@pytest.fixture
def opened(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[OpenRoom]:
    """A room in PREP on an event with X and a file of lines."""
    lines = tmp_path / "lines.jsonl"
    said = {"id": "1", "time": "2026-11-22T12:00:00Z", "text": "an oreo"}
    lines.write_text(json.dumps(said) + "\n", encoding="utf-8")
    feeds = (EventFeed("x", options=(("from_us", "0"), ("until_us", "0"))),
             EventFeed("lines", "wire", (("file", str(lines)),)))  # fmt: skip
    plan = Plan(
        slug="tonight",
        state=RoomState.PREP,
        where=tmp_path / "data",
        event=event(*feeds),
        vault=request.param,
    )
    with closing(OpenRoom(plan)) as room:
        yield room


def states(opened: OpenRoom) -> dict[str, SourceState]:
    feed = opened.room.night.reader.feed
    assert feed is not None
    return {state.source: state for state in feed.snapshot().sources}


@pytest.mark.parametrize(
    ("opened", "says"),
    [(MemoryVault(), "settings secret x.app_bearer"), (LockedVault(), "keyring did not open")],
    indirect=["opened"],
)
def test_a_feed_without_its_secret_says_so_and_the_others_run(opened: OpenRoom, says: str) -> None:
    refused = eventually(
        lambda: (
            (state := states(opened).get("x")) is not None
            and state.phase is Phase.REFUSED
            and state
        )
    )
    assert isinstance(refused, SourceState)
    assert says in english(refused.line)
    feed = opened.room.night.reader.feed
    assert feed is not None
    assert eventually(lambda: feed.snapshot().totals.get("oreo") == 1)
