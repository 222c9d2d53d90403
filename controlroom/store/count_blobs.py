"""A minute of one source as bytes: for each term watched in it, its mentions in sixty seconds.

MessagePack of ``{term: sixty 64-bit little-endian numbers}``, deflated. A term that was watched
and not mentioned is there with noughts: it tells from when on a term's counts are known.
"""

import zlib
from collections.abc import Mapping
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

MINUTE_S = 60
FAST = 1

Minute: TypeAlias = Mapping[str, npt.NDArray[np.int64]]

_decode = msgspec.msgpack.Decoder(dict[str, bytes]).decode


def packed(minute: Minute) -> bytes:
    """A minute as it is kept."""
    plain = {term: counts.astype("<i8").tobytes() for term, counts in minute.items()}
    return zlib.compress(msgspec.msgpack.encode(plain), FAST)


def unpacked(blob: bytes) -> dict[str, npt.NDArray[np.int64]]:
    """A kept minute; its arrays may be written to."""
    plain = _decode(zlib.decompress(blob))
    return {term: np.frombuffer(counts, "<i8").astype(np.int64) for term, counts in plain.items()}


def rows_of(blob: bytes) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
    """A kept minute as terms and a row of sixty counts for each of them. Read only."""
    plain = _decode(zlib.decompress(blob))
    counts = np.frombuffer(b"".join(plain.values()), "<i8").reshape(len(plain), MINUTE_S)
    return tuple(plain), counts.astype(np.int64, copy=False)
