"""The second key over the phone: a six-digit code from the approver's authenticator.

RFC 6238 (TOTP, SHA-1, 30 s, 6 digits). A code of the step before or after is taken too, since
phones drift and people read slowly; no code is taken twice, nor one older than one that was taken.
"""

import base64
import hashlib
import hmac
import secrets
import struct
from urllib.parse import quote, urlencode

STEP_S = 30
DIGITS = 6
SECRET_BYTES = 20
"""As long as RFC 4226 recommends: 160 bits, 32 letters of base32."""
ISSUER = "Control Room"


def code_at(secret: str, step: int) -> str:
    """The code of one 30-second step. ``secret`` is base32, as authenticators take it."""
    key = base64.b32decode(secret.upper() + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    start = mac[-1] & 0x0F
    number = struct.unpack(">I", mac[start : start + 4])[0] & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(secret: str, digits: str, now_s: float, used: int = -1) -> int | None:
    """The step whose code ``digits`` is, of those about now (``now_s`` UTC seconds) and after the
    step ``used``; None where it is none of them."""
    step = int(now_s // STEP_S)
    # As bytes: a keyboard may type digits that are not ASCII.
    typed = digits.encode()
    for near in (step, step - 1, step + 1):
        if near > used and hmac.compare_digest(code_at(secret, near).encode(), typed):
            return near
    return None


def new_secret() -> str:
    """A secret for an authenticator, base32."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def enrolment(secret: str, name: str) -> str:
    """What the QR code holds: the secret and whose it is, as authenticators read it."""
    asked = {"secret": secret, "issuer": ISSUER, "digits": DIGITS, "period": STEP_S}
    return f"otpauth://totp/{quote(f'{ISSUER}:{name}')}?{urlencode(asked, quote_via=quote)}"
