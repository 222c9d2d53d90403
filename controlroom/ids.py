"""Identifiers that sort by time: UUIDv7 for rows, TIDs for records on atproto networks."""

import secrets
import threading
import uuid

TID_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
TID_LENGTH = 13


def uuid7(now_micros: int) -> str:
    """A UUIDv7 (RFC 9562) for a UTC time in microseconds, as 36 characters.

    The twelve bits after the version carry the fraction of the millisecond, so ids of one desk
    keep their order within a millisecond.
    """
    millis, micros = divmod(now_micros, 1_000)
    fraction = micros * 4096 // 1_000
    value = (millis & (1 << 48) - 1) << 80 | 0x7 << 76 | fraction << 64
    value |= 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=value))


class TidMint:
    """Makes TIDs (13 characters, base 32 sortable) that never repeat within the program.

    Source: the record-key syntax of atproto. 53 bits of UTC microseconds, 10 bits of clock id.
    """

    def __init__(self) -> None:
        self._clock_id = secrets.randbits(10)
        self._last = 0
        self._lock = threading.Lock()

    def next(self, now_micros: int) -> str:
        """A TID at ``now_micros`` or, where that was used, the next free microsecond."""
        with self._lock:
            self._last = max(self._last + 1, now_micros)
            value = (self._last & (1 << 53) - 1) << 10 | self._clock_id
        digits = []
        for _ in range(TID_LENGTH):
            value, rest = divmod(value, 32)
            digits.append(TID_ALPHABET[rest])
        return "".join(reversed(digits))
