"""What the tests of posting share."""

from collections.abc import Iterator

import pytest

from tests.posting.night import Night


@pytest.fixture
def night() -> Iterator[Night]:
    """Two networks that honour our keys."""
    made = Night()
    yield made
    made.close()


@pytest.fixture
def forgetful() -> Iterator[Night]:
    """Two networks that make a second post of a second request."""
    made = Night(honours=False)
    yield made
    made.close()
