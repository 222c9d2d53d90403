"""The wait after wrong tries, against a plain list of them; the program ends in between."""

import asyncio
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from controlroom.accounts.tries import Tries
from controlroom.accounts.vault import MemoryVault
from controlroom.clock import MICROS
from controlroom.room.keys_kept import KeysKept
from controlroom.store.open import open_store
from controlroom.store.thread import StoreThread

WAITS = {0: 0, 1: 0, 2: 0, 3: 5, 4: 10, 5: 20, 6: 40, 7: 80, 8: 160, 9: 300, 10: 300, 5_000: 300}


@pytest.mark.parametrize(("wrong", "seconds"), WAITS.items())
def test_the_wait_doubles_up_to_five_minutes(wrong: int, seconds: int) -> None:
    assert Tries(wrong, 0).wait_s == seconds


class TriesInAStore(RuleBasedStateMachine):
    """Somebody types, time passes, the clock is set back, the program is started anew."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.now = 1_000_000 * MICROS
        self.wrong: list[int] = []
        self._open()

    def _open(self) -> None:
        self.thread = StoreThread(lambda: open_store(Path(self.folder.name)))
        self.keys = KeysKept(self.thread, MemoryVault(), None)

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run(work)

    def _left(self) -> float:
        if len(self.wrong) < 3:
            return 0.0
        wait = min(5 * 2 ** (len(self.wrong) - 3), 300)
        return max(0.0, wait - (self.now - self.wrong[-1]) / MICROS)

    @rule()
    def types_wrong(self) -> None:
        left = self._do(self.keys.wait_s(self.now))
        assert (left > 0) is (self._left() > 0)
        if not left:
            self._do(self.keys.missed(self.now))
            self.wrong.append(self.now)

    @rule()
    def types_right(self) -> None:
        if not self._do(self.keys.wait_s(self.now)):
            self._do(self.keys.turned())
            self.wrong = []

    @rule(seconds=st.sampled_from([1, 4, 5, 9, 39, 160, 300]))
    def time_passes(self, seconds: int) -> None:
        self.now += seconds * MICROS

    @rule(seconds=st.sampled_from([1, 3_600]))
    def the_clock_is_set_back(self, seconds: int) -> None:
        self.now -= seconds * MICROS
        if self._do(self.keys.wait_s(self.now)) and self.wrong[-1] > self.now:
            # The wait begins again, and is no longer than it was.
            self.wrong[-1] = self.now
        self.wrong = [min(at, self.now) for at in self.wrong]

    @rule()
    def the_program_is_started_anew(self) -> None:
        self.thread.close()
        self._open()

    @invariant()
    def the_wait_is_told(self) -> None:
        assert self.keys.tries.left_s(self.now) == pytest.approx(self._left())

    def teardown(self) -> None:
        self.thread.close()
        self.folder.cleanup()


TestTries = TriesInAStore.TestCase
TestTries.settings = settings(
    max_examples=20,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
