"""One line of the as-run log: what it says, its hash, and the seal of whoever has the key."""

import hashlib
import hmac
from dataclasses import dataclass, fields
from typing import Any

import msgspec

FIRST_HASH = "0" * 64
KEYRING = "keyring"
"""The kind of line that tells when keying begins ("answers") and where it is missing ("silent")."""
SILENT = "silent"
ANSWERS = "answers"
_ID_DIGITS = 16
_MAC_DIGITS = 64
_CHECK_DIGITS = 8


@dataclass(frozen=True, slots=True)
class AsRunLine:
    """One line. ``seq`` counts from 1 in its chain: that of ``event`` and ``run``, which is empty
    for the event's own nights and names what was rehearsed from opening to closing. ``at`` is UTC
    µs of the night, ``body`` JSON.

    ``hash`` is the SHA-256 (hex) over the other fields, ``previous_hash`` included. ``keyed`` is
    the id of the key that sealed it ("": none; None: written before there were keys), ``seal`` the
    HMAC-SHA256 (hex) of ``hash`` with that key (see ``SealKey.seal``), "" without one.
    """

    seq: int
    event: str
    at: int
    kind: str
    delivery: str | None
    channel: str | None
    state: str | None
    body: str
    rehearsal: bool
    previous_hash: str
    hash: str
    run: str = ""
    keyed: str | None = ""
    seal: str = ""

    @property
    def details(self) -> dict[str, Any]:
        """What ``body`` says."""
        return msgspec.json.decode(self.body, type=dict[str, Any])


FIELDS = tuple(field.name for field in fields(AsRunLine))
_OLD = frozenset({"run", "keyed"})
_SEALS = frozenset({"hash", "seal"})
_HASHED = tuple(name for name in FIELDS if name not in _SEALS)
_HASHED_BEFORE_KEYS = tuple(name for name in _HASHED if name not in _OLD)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain: how many lines it has, and the hash of the last. Whoever keeps a copy of
    it can tell later that nothing up to there was changed, and that nothing was cut off."""

    count: int
    hash: str
    keyed: bool

    def __str__(self) -> str:
        return f"{self.count}:{self.hash}"


class SealKey:
    """The key of one installation. Never printed."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self.id = self._mac(b"controlroom as-run key")[:_ID_DIGITS]

    def seal(self, of: str) -> str:
        """HMAC-SHA256 (hex) of a line's hash, and behind it a check that needs no key."""
        mac = self._mac(of.encode())
        return mac + _check(mac)

    def _mac(self, text: bytes) -> str:
        return hmac.new(self._secret, text, hashlib.sha256).hexdigest()


def is_seal(text: str) -> bool:
    """Whether this is a seal as it was written, whosever it is: for whom its key is not here."""
    mac, check = text[:_MAC_DIGITS], text[_MAC_DIGITS:]
    return len(mac) == _MAC_DIGITS and check == _check(mac)


def _check(mac: str) -> str:
    return hashlib.sha256(mac.encode()).hexdigest()[:_CHECK_DIGITS]


def body_text(body: Any) -> str:
    """``body`` as it is kept: one way to write each value. Raises where JSON cannot hold it."""
    return msgspec.json.encode(body, order="sorted").decode()


def hash_of(line: AsRunLine) -> str:
    """What ``hash`` must be. Raises ``TypeError``, ``ValueError`` or ``OverflowError`` for what
    no line can hold."""
    names = _HASHED_BEFORE_KEYS if line.keyed is None else _HASHED
    told = {name: getattr(line, name) for name in names}
    return hashlib.sha256(msgspec.json.encode(told, order="sorted")).hexdigest()
