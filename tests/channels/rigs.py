"""Rigs for the contract suite: one of our channels on its simulated network."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from controlroom.accounts.vault import MemoryVault
from controlroom.channels.base import Channel, Tools
from controlroom.channels.table import CHANNELS
from controlroom.clock import MICROS
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from tests.channels.contract import Rig, Up
from tests.net.fake_server import Request
from tests.support.networks.fast_loop import FastClock, Flow
from tests.support.networks.faulty import FaultyServer, listening
from tests.support.networks.script import Script
from tests.support.networks.side import SIDES

RATE = 8.0
"""Not faster: a deadline of twelve seconds must be long enough on a busy computer."""
START = 1_790_000_000 * MICROS


@dataclass(frozen=True)
class Network:
    """What a rig needs to know of one simulated network, beside ``Side``: which requests make
    something public and which upload, and how its truth reads."""

    side: str
    public: Callable[[Request], bool]
    upload: Callable[[Request], bool]
    up: Callable[[Any], list[Up]]
    elsewhere: Callable[[Any, str], object]
    refuse_media: Callable[[Any], object]
    slow_media: Callable[[Any], object]
    foreign: Callable[[Any, str], tuple[str, str]]
    mention: str
    does_not_apply: dict[str, str] = field(default_factory=dict)


@asynccontextmanager
async def rig_on(network: Network, folder: Path) -> AsyncIterator[Rig]:
    """A channel of ours, signed in to its simulated network."""
    clock = FastClock(START, Flow.at(RATE))
    side = SIDES[network.side](clock)
    script = Script(network.public)
    server = FaultyServer(side.answering, side.posts, script, clock.flow)
    async with listening(server):
        vault = MemoryVault()
        for name, secret in side.secrets(server.url).items():
            await vault.write(name, secret)
        https: list[Http] = []

        def make() -> Channel:
            https.append(Http())
            tools = Tools(https[-1], vault, Pacing(clock), clock, side.settings(server.url), folder)
            channel: Channel = CHANNELS.load(side.channel)(side.account(server.url), tools)
            return channel

        async def go_away() -> None:
            server.stop_listening()
            await server.end()

        truth = side.answering
        rig = Rig(
            channel=make(),
            clock=clock,
            handle=side.account(server.url).handle,
            script=script,
            up=lambda: network.up(truth),
            again=make,
            uploads=lambda: sum(map(network.upload, server.requests)),
            elsewhere=lambda words: _do(network.elsewhere, truth, words),
            refuse_media=lambda: _do(network.refuse_media, truth),
            slow_media=lambda: _do(network.slow_media, truth),
            go_away=go_away,
            foreign=network.foreign(truth, server.url),
            mention=network.mention,
        )
        try:
            yield rig
        finally:
            await rig.channel.close()
            for http in https:
                await http.close()


def _do(work: Callable[..., object], *given: object) -> None:
    work(*given)
