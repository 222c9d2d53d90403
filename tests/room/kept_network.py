"""A network that outlives the program: what arrived stands in a file, one line a request."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from controlroom.channels.base import Channel, Receipt, Seen, Staged
from controlroom.clock import Clock
from controlroom.rehearsal.network import SimulatedNetwork
from tests.room.still_room import CHANNELS


class KeptNetwork(SimulatedNetwork):
    """``silent``: requests arrive and are never answered. ``blind``: nothing can be looked up."""

    def __init__(
        self, stands_for: str, clock: Clock, file: Path, *, silent: bool, blind: bool
    ) -> None:
        super().__init__(stands_for, clock)
        self._file = file
        self._silent = silent
        self._blind = blind

    async def send(self, staged: Staged, key: str, parent: Receipt | None = None) -> Receipt:
        with self._file.open("a", encoding="utf-8") as file:
            file.write(f"{self.key} {key}\n")
        if self._silent:
            print("out", flush=True)
            await asyncio.get_running_loop().create_future()
        return await super().send(staged, key)

    async def find(self, staged: Staged, key: str) -> Seen | None:
        if self._blind:
            await asyncio.get_running_loop().create_future()
        return await super().find(staged, key)


def networks(
    clock: Clock, file: Path, *, silent: bool = False, blind: bool = False
) -> Mapping[str, Channel]:
    """The bundled event's three ways out."""
    return {key: KeptNetwork(key, clock, file, silent=silent, blind=blind) for key in CHANNELS}


def arrived(file: Path) -> list[str]:
    """The requests that arrived, as "channel key"."""
    return file.read_text("utf-8").splitlines() if file.exists() else []
