"""Standard input and output where they are shut, full, or no longer read by anybody."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO, TypeVar

from controlroom.errors import WrongInput
from controlroom.messages import message

Line = TypeVar("Line", str, bytes, bytes | None)


def standard_input() -> TextIO:
    """Standard input. Raises ``WrongInput`` where it is shut (``<&-``)."""
    if sys.stdin is None:
        raise WrongInput(message("pipes.no_input"), message("pipes.no_input.do"))
    return sys.stdin


def standard_output() -> TextIO:
    """Standard output. Raises ``WrongInput`` where it is shut (``>&-``)."""
    if sys.stdout is None:
        raise WrongInput(message("pipes.no_output"), message("pipes.no_output.do"))
    return sys.stdout


def read(lines: Iterable[Line]) -> Iterator[Line]:
    """The same lines. Raises ``WrongInput`` where they cannot be read (a folder, no text)."""
    try:
        yield from lines
    except (OSError, UnicodeDecodeError) as problem:
        reason = _reason(problem)
        raise WrongInput(message("pipes.not_read", reason=reason)) from problem


@contextmanager
def writing() -> Iterator[TextIO]:
    """Standard output while the block runs. A reader that has seen enough (``| head``) ends it;
    ``WrongInput`` where nothing more fits."""
    out = standard_output()
    try:
        yield out
        out.flush()
    except BrokenPipeError:
        let_go()
    except OSError as problem:
        raise not_written(problem) from problem


def not_written(problem: OSError) -> WrongInput:
    """What is said where standard output takes no more; nothing is written to it from now on."""
    let_go()
    return WrongInput(message("pipes.not_written", reason=_reason(problem)))


def let_go() -> None:
    """Write no more: Python would complain at its end that the rest could not be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _reason(problem: Exception) -> str:
    return getattr(problem, "strerror", None) or getattr(problem, "reason", None) or str(problem)
