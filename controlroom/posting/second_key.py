"""The second key: a six-digit code from the approver's authenticator, read over the phone.

RFC 6238 (TOTP, SHA-1, 30 s, 6 digits). A code of the step before or after is taken too, since
phones drift and people read slowly; no code is taken twice.
"""

import base64
import hashlib
import hmac
import struct

STEP_S = 30
DIGITS = 6


def code_at(secret: str, step: int) -> str:
    """The code of one 30-second step. ``secret`` is base32, as authenticators take it."""
    key = base64.b32decode(secret.upper() + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    start = mac[-1] & 0x0F
    number = struct.unpack(">I", mac[start : start + 4])[0] & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


class SecondKey:
    """Checks the codes of one approver."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._used = -1

    def right(self, digits: str, now_s: float) -> bool:
        """Whether ``digits`` is the code of about now (``now_s`` UTC seconds), not used before."""
        step = int(now_s // STEP_S)
        # As bytes: a keyboard may type digits that are not ASCII.
        typed = digits.encode()
        for near in (step, step - 1, step + 1):
            code = code_at(self._secret, near).encode() if near > self._used else b""
            if code and hmac.compare_digest(code, typed):
                self._used = near
                return True
        return False
