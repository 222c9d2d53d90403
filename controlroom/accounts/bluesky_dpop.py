"""Proofs that a request comes from whoever a token was given to (DPoP, RFC 9449).

Each request carries a small signed note: method, address, a name never used before, the server's
latest nonce. A token that was stolen is worth nothing without the key that signs it, and the key
stays in the vault.
"""

import hashlib
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit, urlunsplit

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from controlroom.clock import MICROS, wall_micros
from controlroom.net.http import Answer

_SIZE = 32
"""Bytes of a number of the curve P-256."""
_WRONG_CLOCK_S = 30
"""A difference to the server's clock that is not just the way there."""


class DpopKey:
    """An ES256 key. Its ``text`` is secret."""

    def __init__(self, private: ec.EllipticCurvePrivateKey) -> None:
        self._private = private
        numbers = private.public_key().public_numbers()
        self.public = {
            "crv": "P-256",
            "kty": "EC",
            "x": _coded(numbers.x.to_bytes(_SIZE, "big")),
            "y": _coded(numbers.y.to_bytes(_SIZE, "big")),
        }

    @staticmethod
    def new() -> "DpopKey":
        """A fresh key."""
        return DpopKey(ec.generate_private_key(ec.SECP256R1()))

    @staticmethod
    def from_text(text: str) -> "DpopKey":
        """The key that ``text`` tells. ValueError when it tells none."""
        secret = int.from_bytes(urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")
        return DpopKey(ec.derive_private_key(secret, ec.SECP256R1()))

    @property
    def text(self) -> str:
        """The key to be kept in the vault: its secret number in base64url."""
        return _coded(self._private.private_numbers().private_value.to_bytes(_SIZE, "big"))

    def signed(self, claims: dict[str, str | int]) -> str:
        """A DPoP proof (a JWS in its compact form) that says ``claims``."""
        head = {"typ": "dpop+jwt", "alg": "ES256", "jwk": self.public}
        said = f"{_coded(msgspec.json.encode(head))}.{_coded(msgspec.json.encode(claims))}"
        der = self._private.sign(said.encode(), ec.ECDSA(SHA256()))
        pair = (number.to_bytes(_SIZE, "big") for number in decode_dss_signature(der))
        return f"{said}.{_coded(b''.join(pair))}"


class Prover:
    """Makes the proofs of one key and remembers what each server wants in them."""

    def __init__(self, key: DpopKey) -> None:
        self._key = key
        self._nonces: dict[str, str] = {}
        self._ahead: dict[str, int] = {}

    def proof(self, method: str, url: str, access: str = "") -> str:
        """A proof for one request, good for one try. ``access`` is the token it goes with."""
        parts = urlsplit(url)
        origin = _origin(url)
        claims: dict[str, str | int] = {
            "jti": secrets.token_urlsafe(16),
            "htm": method,
            "htu": urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")),
            # The real time, whatever the night's clock says: the server compares it with its own.
            "iat": wall_micros() // MICROS + self._ahead.get(origin, 0),
        }
        if origin in self._nonces:
            claims["nonce"] = self._nonces[origin]
        if access:
            claims["ath"] = _coded(hashlib.sha256(access.encode()).digest())
        return self._key.signed(claims)

    def wants_again(self, url: str, answer: Answer) -> bool:
        """Learn from an answer. Whether it refused the request only for want of its nonce."""
        origin = _origin(url)
        nonce = answer.headers.get("dpop-nonce")
        if nonce:
            self._nonces[origin] = nonce
        self._compare_clocks(origin, answer)
        return nonce is not None and answer.status in {400, 401} and _asks_for_nonce(answer)

    def _compare_clocks(self, origin: str, answer: Answer) -> None:
        try:
            theirs = parsedate_to_datetime(answer.headers.get("date", "")).timestamp()
        except (ValueError, TypeError, OverflowError):
            return
        ahead = round(theirs - wall_micros() / MICROS)
        self._ahead[origin] = ahead if abs(ahead) > _WRONG_CLOCK_S else 0


class _Refusal(msgspec.Struct):
    error: str = ""


def _asks_for_nonce(answer: Answer) -> bool:
    if "use_dpop_nonce" in answer.headers.get("www-authenticate", ""):
        return True
    try:
        return msgspec.json.decode(answer.body, type=_Refusal).error == "use_dpop_nonce"
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _coded(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")
