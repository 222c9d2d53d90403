"""PINs: short numbers by which a person says yes at the desk. Only their argon2 hash is kept.

Hashing takes tens of milliseconds and 64 MiB on purpose, so it runs in a worker thread. What keeps
four digits from being guessed is the wait after wrong tries (``tries.py``); the hash keeps whoever
reads the keyring from learning a number that its owner may use elsewhere.
"""

import asyncio
import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from controlroom.errors import WrongInput
from controlroom.messages import message

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 4, 12
YEAR = re.compile(r"(19|20)\d\d")


def check_pin(pin: str) -> None:
    """``WrongInput`` for what is no PIN, or one that is guessed first."""
    if not re.fullmatch(rf"[0-9]{{{SHORTEST},{LONGEST}}}", pin):
        raise WrongInput(message("pin.digits", shortest=SHORTEST, longest=LONGEST))
    if _is_run(pin) or _repeats(pin) or YEAR.fullmatch(pin):
        raise WrongInput(message("pin.easy"))


def _is_run(pin: str) -> bool:
    """1234, 8765, also over the end of the keypad: 7890."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return steps in ({1}, {9})


def _repeats(pin: str) -> bool:
    """0000, 4747, 123123."""
    return any(
        pin == (pin[:length] * len(pin))[: len(pin)] for length in range(1, len(pin) // 2 + 1)
    )


async def hashed(pin: str) -> str:
    """The argon2 hash of a PIN, with its own salt and parameters in it."""
    return await asyncio.to_thread(_hasher().hash, pin)


async def is_right(kept: str | None, pin: str) -> bool:
    """Whether ``pin`` is the one whose hash is ``kept``. None, nobody set one, takes as long."""
    return await asyncio.to_thread(_verify, kept or _nobodys(), pin) and kept is not None


def _verify(kept: str, pin: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(kept, pin)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    # RFC 9106, the second recommended option.
    return PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4)


@cache
def _nobodys() -> str:
    return _hasher().hash("nobody")
