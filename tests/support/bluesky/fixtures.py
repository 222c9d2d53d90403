"""Fixtures for tests marked `pds`; a conftest imports them."""

import itertools
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.support.bluesky.install import Unavailable
from tests.support.bluesky.server import Login, Pds, running_pds

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
def bluesky_login(bluesky_pds: Pds) -> Login:
    """A fresh account on the PDS."""
    return bluesky_pds.create_account(f"desk{next(_numbers)}.test")
