"""Single checks of the readiness board, the accounts' against servers that answer, or never do."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from controlroom.accounts.mastodon_session import Kept, keep
from controlroom.accounts.vault import MemoryVault, NoKeyring, VaultClosed
from controlroom.channels.base import Channel, Tools
from controlroom.channels.mastodon import Mastodon
from controlroom.clock import MICROS, ManualClock
from controlroom.desk.board_facts import BoardLevel
from controlroom.event.asset import Role
from controlroom.event.live_event import Account, LiveEvent, Person, PersonRole, Policy
from controlroom.event.moment import Intent
from controlroom.event.times import expected_times
from controlroom.guards.known import Answer, Level
from controlroom.guards.poll import GoPoll
from controlroom.messages import english, message
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from controlroom.room.board import Checking, jobs
from controlroom.room.board_accounts import check_account, planned
from controlroom.room.board_assets import check_assets
from controlroom.room.board_desk import check_clock, check_disk, check_keyring
from controlroom.room.board_feeds import check_feeds
from controlroom.room.board_lines import Ground, Job, board_line
from controlroom.room.board_people import check_also_stop, check_approvers
from controlroom.sources.mention import Phase, SourceState
from tests.channels.mastodon_desk import mastodon_desk
from tests.room.still_room import bundled
from tests.support.x_desk import x_desk

GO, NOTE, NO_GO = BoardLevel
DANA = Person("Dana", PersonRole.APPROVER, phone="555 0101")


async def _nothing() -> None:
    return None


async def _yes(*_: object) -> bool:
    return True


async def _plenty() -> int:
    return 10**12


def ground(event: LiveEvent | None = None, **known: Any) -> Ground:
    event = event or bundled()
    usual: dict[str, Any] = {
        "event": event,
        "expected": expected_times(event),
        "now": event.starts - 3_600 * MICROS,
        "operator": "Robin",
        "ways": {},
        "title": str.title,
        "poll": lambda asset, at: GoPoll(()),
        "sources": None,
        "clock_off_s": lambda: 0.0,
        "stepped_s": None,
        "learned": lambda channel, standing: None,
        "vault": _yes,
        "has_key": _yes,
        "free_bytes": _plenty,
        "try_store": _nothing,
    }
    return Ground(**{**usual, **known})


def on(account: Account, way: Channel, **times: int) -> Ground:
    event = replace(bundled(), accounts=(account,), **times)
    return ground(event, ways={account.channel: way})


# Accounts


async def test_a_mastodon_account_is_go_on_a_real_call_and_no_go_with_another_handle() -> None:
    async with mastodon_desk() as desk:
        account = Account("mastodon", (await desk.mastodon.test()).handle, "The desk", server="s")
        found = await check_account(on(account, desk.mastodon), account)
        assert found.lines[0].level is GO
        other = replace(account, handle="@somebody@else.example")
        line = (await check_account(on(other, desk.mastodon), other)).lines[0]
        assert line.level is NO_GO
        assert "but the event posts as @somebody@else.example" in english(line.what)
        # Nothing public was asked for.
        assert not desk.fake.statuses


async def test_a_mastodon_token_that_may_not_write_is_no_go() -> None:
    async with mastodon_desk() as desk:
        handle = (await desk.mastodon.test()).handle
        await keep(desk.vault, Kept(handle, desk.server.url, "1", "token", "read"))
        account = Account("mastodon", handle, "The desk", server=desk.server.url)
        assert desk.again() is not None
        line = (await check_account(on(account, desk.again()), account)).lines[0]
        assert line.level is NO_GO


async def test_an_x_account_tells_its_quota_and_what_the_night_costs() -> None:
    async with x_desk() as desk:
        standing = await desk.x.test()
        account = Account("x", standing.handle, "X", server=desk.server.url)
        far = {"starts": desk.clock.now(), "ends": desk.clock.now() + 3_600 * MICROS}
        seen = on(account, desk.x, **far)
        assert (await check_account(seen, account)).lines[0].level is GO
        assert planned(seen.event, account) > 0
        costs = next(job for job in jobs(seen) if job.check == "money")
        lines = (await costs.run()).lines
        assert [line.level for line in lines] == [NOTE]
        assert "US dollars" in english(lines[0].what)


async def test_nobody_signed_in_is_no_go_and_by_hand_is_not() -> None:
    bare = Account("x", "@saltwick", "Saltwick")
    threads = Account("threads", "@saltwick", "Saltwick")
    event = replace(bundled(), accounts=(bare, threads))
    seen = ground(event)
    assert (await check_account(seen, bare)).lines[0].level is NO_GO
    assert (await check_account(seen, threads)).lines[0].level is GO


@asynccontextmanager
async def never_answers() -> AsyncIterator[str]:
    """A server that takes the connection and says nothing."""
    waiting = asyncio.Event()

    async def wait(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await waiting.wait()
        writer.close()

    server = await asyncio.start_server(wait, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        waiting.set()
        server.close()


async def test_a_network_that_never_answers_is_one_line_and_the_rest_stands() -> None:
    async with never_answers() as url:
        clock, http, vault = ManualClock(bundled().starts), Http(), MemoryVault()
        await keep(vault, Kept("desk@silent.example", url, "1", "token", "write read"))
        account = Account("mastodon", "desk@silent.example", "The desk", server=url)
        way = Mastodon(account, Tools(http, vault, Pacing(clock), clock, {}, Path()))
        seen = on(account, way)
        told: list[int] = []
        checking = Checking(jobs(seen, 0.2), lambda: told.append(checking.done), 0.2)
        answers = await checking.run()
        await checking.end()
        lines = [line for found in answers for line in found.lines]
        hung = next(line for line in lines if line.check == "account")
        assert (hung.level, english(hung.what)) == (NO_GO, "It did not answer in 0.2 s.")
        assert {"disk", "clock", "assets"} <= {line.check for line in lines}
        assert told[-1] == len(checking.jobs)
        await way.close()
        await http.close()


async def test_a_check_that_does_not_even_stop_is_not_waited_for() -> None:
    free = asyncio.Event()

    async def deaf() -> Any:
        while not free.is_set():
            try:
                await free.wait()
            except asyncio.CancelledError:
                continue

    hung = board_line("feed", "", NO_GO, message("board.feeds"), message("board.never"))
    checking = Checking((Job("feed", deaf, hung),), within_s=0.05)
    assert (await checking.run())[0].lines == (hung,)
    free.set()
    await checking.end()


async def test_a_check_that_fails_is_one_line(expected_logs: Any) -> None:
    expected_logs("the check disk failed")

    async def broken() -> int:
        raise RuntimeError

    wrong = ground(free_bytes=broken)
    answers = await Checking(jobs(wrong)).run()
    line = next(one for found in answers for one in found.lines if one.check == "disk")
    assert (line.level, "RuntimeError" in english(line.what)) == (NO_GO, True)


# Library


async def test_a_must_moment_without_a_ready_cue_is_a_line_of_its_own() -> None:
    event = bundled()
    must = next(one for one in event.moments if one.intent is Intent.MUST)
    slugs = {cue.asset for cue in event.cues_of(must.slug)}
    fine = await check_assets(ground())
    assert (fine.ready, fine.waiting) == (len(event.assets), ())
    said = {slug.replace("-", "_"): Level.CAUTION for slug in slugs}
    found = await check_assets(ground(poll=_why(said)))
    lines = {(line.check, line.about): line for line in found.lines}
    assert set(found.waiting) == slugs
    assert lines["moment", must.slug].level is NO_GO
    assert lines["assets", ""].level is NO_GO


def _why(said: Mapping[str, Level]) -> Any:
    def poll(asset: Any, _: int) -> GoPoll:
        level = said.get(asset.slug.replace("-", "_"), Level.GO)
        told = Answer(level, message("board.assets"), message("board.never"))
        return GoPoll((("approval", told),))

    return poll


async def test_an_asset_nobody_waits_for_is_a_note_and_no_correction_a_no_go() -> None:
    event = bundled()
    paired = {cue.asset for cue in event.cues} | {slug for _, slug in event.slots}
    spare = replace(event.assets[0], slug="spare", title="Spare")
    assert "spare" not in paired
    more = replace(event, assets=(*event.assets, spare))
    found = await check_assets(ground(more, poll=_why({"spare": Level.CAUTION})))
    line = next(one for one in found.lines if one.check == "assets")
    assert (line.level, found.waiting) == (NOTE, ("spare",))
    assert "1 not: Spare" in english(line.what)
    bare = replace(event, assets=tuple(a for a in event.assets if a.role is not Role.CORRECTION),
                   slots=())  # fmt: skip
    lines = {line.about: line for line in (await check_assets(ground(bare))).lines}
    assert lines["correction"].level is NO_GO
    assert lines["pause"].level is NOTE


# People, feeds, desk


@pytest.mark.parametrize(
    ("people", "policy", "reached", "level"),
    [
        ((DANA,), Policy.TWO_PEOPLE, True, GO),
        ((DANA,), Policy.TWO_PEOPLE, False, NO_GO),
        ((DANA,), Policy.CLIENT, True, NO_GO),
        ((replace(DANA, client=True),), Policy.CLIENT, True, GO),
        ((replace(DANA, name="robin"),), Policy.TWO_PEOPLE, True, NO_GO),
        ((), Policy.SOLO, False, NOTE),
        ((), Policy.TWO_PEOPLE, False, NO_GO),
    ],
)
async def test_an_approver_has_a_key_answers_and_is_not_who_sits_here(
    people: tuple[Person, ...], policy: Policy, reached: bool, level: BoardLevel
) -> None:
    settings = replace(bundled().settings, policy=policy, approver="")
    event = replace(bundled(), people=people, settings=settings)
    at = event.starts - 3_600 * MICROS
    seen = ground(event, reached={"Dana": at} if reached else {})
    assert [line.level for line in (await check_approvers(seen)).lines] == [level]


async def test_without_a_key_an_approver_is_no_approver() -> None:
    async def no(_: Person) -> bool:
        return False

    event = replace(bundled(), people=(DANA,))
    event = replace(event, settings=replace(event.settings, approver=""))
    line = (await check_approvers(ground(event, has_key=no))).lines[0]
    assert (line.level, "PIN" in english(line.what)) == (NO_GO, True)


async def test_an_empty_card_is_a_note() -> None:
    assert (await check_also_stop(ground())).lines[0].level is GO
    bare = replace(bundled(), also_stop=())
    assert (await check_also_stop(ground(bare))).lines[0].level is NOTE


async def test_each_feed_has_a_line_and_none_is_a_note() -> None:
    assert [line.level for line in (await check_feeds(ground())).lines] == [NOTE]
    line = message("board.never")
    states = tuple(
        SourceState(phase.value, phase, line)
        for phase in (Phase.LIVE, Phase.LATE, Phase.STALE, Phase.REFUSED)
    )
    found = await check_feeds(ground(sources=lambda: states))
    assert [one.level for one in found.lines] == [GO, NOTE, NOTE, NO_GO]


@pytest.mark.parametrize(
    ("off", "level"), [(0.4, GO), (-2.5, NOTE), (29.0, NOTE), (-31.0, NO_GO), (None, NOTE)]
)
async def test_the_clock_against_the_servers(off: float | None, level: BoardLevel) -> None:
    assert (await check_clock(ground(clock_off_s=lambda: off))).lines[0].level is level


async def test_the_disk_full_or_write_protected() -> None:
    async def little() -> int:
        return 150_000_000

    async def some() -> int:
        return 900_000_000

    async def protected() -> None:
        raise OSError(30, "Read-only file system")

    assert (await check_disk(ground())).lines[0].level is GO
    assert (await check_disk(ground(free_bytes=some))).lines[0].level is NOTE
    assert (await check_disk(ground(free_bytes=little))).lines[0].level is NO_GO
    line = (await check_disk(ground(try_store=protected))).lines[0]
    assert (line.level, "Read-only" in english(line.what)) == (NO_GO, True)


async def test_the_keyring_answers_is_locked_or_there_is_none() -> None:
    async def locked() -> bool:
        raise VaultClosed(message("vault.silent"), message("vault.unlock_then_again"))

    async def none() -> bool:
        raise NoKeyring

    assert (await check_keyring(ground())).lines[0].level is GO
    assert (await check_keyring(ground(vault=none))).lines[0].level is NOTE
    assert (await check_keyring(ground(vault=locked))).lines[0].level is NO_GO


def test_figures_that_change_do_not_change_the_reason() -> None:
    def told(dollars: str, because: str) -> str:
        what = message("board.money.reading", dollars=dollars, an_hour="1", hours="1")
        return board_line("money", "", NOTE, message("board.money"), what, because=because).key

    assert told("1.00", "reading") == told("2.00", "reading")
    assert told("1.00", "") != told("2.00", "")
