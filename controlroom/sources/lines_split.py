"""Bytes as they come, cut into lines of bounded length."""

from dataclasses import dataclass
from typing import Final, TypeAlias

from controlroom.messages import Message
from controlroom.sources.mention import Phase

# No feed writes posts of megabytes; what does is not kept in memory.
LARGEST_LINE: Final = 2 << 20


@dataclass(frozen=True, slots=True)
class TooLong:
    """A line that was not kept. ``size`` in bytes, with its end."""

    size: int


Piece: TypeAlias = bytes | TooLong


@dataclass(frozen=True, slots=True)
class Away:
    """Nobody listened from ``from_us`` until ``until_us``, by our clock, in UTC µs. What the other
    end said in that time is not told again, as far as is known. From 0: never before."""

    from_us: int
    until_us: int


ANY_TIME: Final = Away(0, 1 << 62)
"""Lines may be lost between the one before and the one that follows."""

News: TypeAlias = list[Piece] | tuple[Phase, Message] | Away


class Splitter:
    """Cuts what is fed to it. Lines come without their end (``\\n``)."""

    def __init__(self, largest: int = LARGEST_LINE) -> None:
        self._largest = largest
        self._rest = b""
        self._left_out = 0

    def feed(self, chunk: bytes) -> list[Piece]:
        """The lines that ``chunk`` completes, in order."""
        pieces: list[Piece] = []
        if self._left_out:
            end = chunk.find(b"\n") + 1
            if not end:
                self._left_out += len(chunk)
                return pieces
            pieces.append(TooLong(self._left_out + end))
            self._left_out, chunk = 0, chunk[end:]
        lines = (self._rest + chunk).split(b"\n")
        self._rest = lines.pop()
        largest = self._largest
        pieces += [line if len(line) <= largest else TooLong(len(line) + 1) for line in lines]
        if len(self._rest) > largest:
            self._left_out, self._rest = len(self._rest), b""
        return pieces

    def end(self) -> list[Piece]:
        """Nothing will follow: what is left, if anything, as a line."""
        left: list[Piece] = [TooLong(self._left_out)] if self._left_out else []
        if self._rest:
            left.append(self._rest)
        self._rest, self._left_out = b"", 0
        return left
