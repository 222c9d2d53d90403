"""Fixtures for tests marked `pds`; a conftest imports them."""

import itertools
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.support.bluesky.install import Unavailable
from tests.support.bluesky.server import Login, MortalPds, Pds, mortal_pds, running_pds

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def bluesky_pds() -> Iterator[Pds]:
    """One PDS for all tests of a run; each test makes its own account."""
    with ExitStack() as until_the_end:
        try:
            pds = until_the_end.enter_context(running_pds())
        except Unavailable as reason:
            pytest.skip(f"Bluesky test servers: {reason}")
        yield pds


@pytest.fixture
def mortal_bluesky_pds() -> Iterator[MortalPds]:
    """A PDS of one test's own, which it may kill and start again (some four seconds each)."""
    with ExitStack() as until_the_end:
        try:
            mortal = until_the_end.enter_context(mortal_pds())
        except Unavailable as reason:
            pytest.skip(f"Bluesky test servers: {reason}")
        yield mortal


@pytest.fixture
def limiting_bluesky_pds() -> Iterator[Pds]:
    """A PDS with the real network's rate limits."""
    with ExitStack() as until_the_end:
        try:
            pds = until_the_end.enter_context(running_pds(rate_limits=True))
        except Unavailable as reason:
            pytest.skip(f"Bluesky test servers: {reason}")
        yield pds


@pytest.fixture
def bluesky_login(bluesky_pds: Pds) -> Login:
    """A fresh account on the PDS."""
    return bluesky_pds.create_account(f"desk{next(_numbers)}.test")
