"""Who gave the order that is being carried out, for the lines of the as-run log it leads to."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_WHO: ContextVar[str | None] = ContextVar("who_ordered", default=None)


@contextmanager
def ordered_by(name: str) -> Iterator[None]:
    """What the block does was ordered by ``name``; so was what goes on from it later."""
    before = _WHO.set(name)
    try:
        yield
    finally:
        _WHO.reset(before)


def who_ordered() -> str | None:
    """Whose order this follows from, None for what the program does by itself."""
    return _WHO.get()
