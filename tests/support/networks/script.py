"""Faults in the order a test wants them, for public requests, uploads and all others apart."""

import asyncio
from collections.abc import Callable

from tests.net.fake_server import Request
from tests.support.networks.illness import Goes, Illness

Asks = Callable[[Request], bool]


class Script(Illness):
    """``public`` tells the requests that make something public. ``next_public`` and
    ``next_other`` say how the coming ones go, one each; ``asked`` counts the public ones."""

    def __init__(self, public: Asks) -> None:
        super().__init__(0, 0.0)
        self._public = public
        self.next_public: list[Goes] = []
        self.next_other: list[Goes] = []
        self.asked = 0
        self.arrived = asyncio.Event()

    def next(self, request: Request) -> Goes:
        """How this request goes."""
        if self._public(request):
            self.asked += 1
            self.arrived.set()
            return self.next_public.pop(0) if self.next_public else Goes.WELL
        return self.next_other.pop(0) if self.next_other else Goes.WELL
