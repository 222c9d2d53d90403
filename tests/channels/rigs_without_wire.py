"""Rigs for ways out that ask no server: the rehearsal's network, and a person."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from controlroom.accounts.vault import MemoryVault
from controlroom.channels.base import Channel, Receipt, Staged, Tools
from controlroom.channels.by_hand import ByHand
from controlroom.clock import MICROS
from controlroom.event.live_event import Account
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from controlroom.rehearsal.network import SimulatedNetwork
from tests.channels.contract import CASES, Rig, Up
from tests.support.networks.fast_loop import FastClock, Flow
from tests.support.networks.script import Script

RATE = 8.0
START = 1_790_000_000 * MICROS
ON_THE_WIRE = "there is no server that could say no or stay silent"
BY_A_PERSON = "a person posts it, and the network is never asked"

SIMULATED_ONLY = frozenset(
    {
        "a_post_arrives_once_and_is_found",
        "staging_makes_nothing_public",
        "what_was_never_sent_is_not_found",
        "keys_are_never_the_same",
        "one_key_makes_one_post_where_that_is_promised",
        "too_long_is_known_before_and_refused_by_the_network",
        "pictures_arrive_in_order_with_their_alt_texts",
        "words_arrive_as_they_were_written",
        "retracting_takes_it_down_and_again_is_no_error",
    }
)
BY_HAND_ONLY = frozenset(
    {
        "staging_makes_nothing_public",
        "the_account_is_signed_in",
        "keys_are_never_the_same",
        "what_is_handed_over_stands_there_once",
    }
)


def without_wire(applies: frozenset[str], why: str) -> dict[str, str]:
    """Every case but ``applies``, with the reason."""
    return {case: why for case in CASES if case not in applies}


def _nothing(*_given: object) -> None:
    """There is nothing to do this to."""


async def _stays() -> None:
    """Nothing goes away."""


class _Counted(SimulatedNetwork):
    def __init__(self, stands_for: str, clock: FastClock, script: Script) -> None:
        super().__init__(stands_for, clock)
        self._script = script

    async def send(self, staged: Staged, key: str, parent: Receipt | None = None) -> Receipt:
        self._script.asked += 1
        return await super().send(staged, key, parent)


def _rig(channel: Channel, clock: FastClock, script: Script, up: Callable[[], list[Up]]) -> Rig:
    return Rig(
        channel=channel,
        clock=clock,
        handle="brand.example",
        script=script,
        up=up,
        again=lambda: channel,
        uploads=lambda: 0,
        elsewhere=_nothing,
        refuse_media=_nothing,
        slow_media=_nothing,
        go_away=_stays,
        mention="fan.bsky.social",
    )


@asynccontextmanager
async def simulated(stands_for: str) -> AsyncIterator[Rig]:
    """The rehearsal's network."""
    clock = FastClock(START, Flow.at(RATE))
    script = Script(lambda request: False)
    network = _Counted(stands_for, clock, script)

    def up() -> list[Up]:
        return [Up(seen.receipt.remote_id, seen.text, seen.alts) for seen in network.posts]

    yield _rig(network, clock, script, up)


@asynccontextmanager
async def by_hand(folder: Path) -> AsyncIterator[Rig]:
    """A person."""
    clock = FastClock(START, Flow.at(RATE))
    script = Script(lambda request: False)
    http = Http()
    tools = Tools(http, MemoryVault(), Pacing(clock), clock, {}, folder)
    channel = ByHand(Account("threads", "brand.example", "The desk"), tools)
    rig = _rig(channel, clock, script, list)
    rig.handed = lambda: sorted(path for path in folder.iterdir() if path.is_dir())
    yield rig
    await http.close()
