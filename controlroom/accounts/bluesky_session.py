"""A signed-in Bluesky account: who it is, and a fresh access token whenever one is asked for.

SessionError
├── SignInNeeded   nobody is signed in, or the session ended; sign in again
├── TooMany        asked too often; ``until`` is UTC µs
└── NoAnswer       the server could not be reached or is in trouble; the session stays

Tokens live in memory; the refresh token also in the vault, under the account's handle. A used
refresh token must not be used again, so a new one is written down before its access token is used,
and only one refresh runs at a time. Source: the lexicons com.atproto.server.*.
"""

import asyncio
import base64
import binascii
import logging

import msgspec

from controlroom.accounts.vault import Vault, VaultClosed
from controlroom.clock import Clock
from controlroom.net.http import Answer, Http, WireError
from controlroom.net.pacing import Pacing
from controlroom.net.xrpc import fault, method_url

log = logging.getLogger("controlroom.accounts.bluesky")

REFRESH = "com.atproto.server.refreshSession"

_DEADLINE_S = 15.0
_AHEAD_S = 1_800.0
"""An access token (2 hours) with less left than this is renewed while something is staged."""
_UNTOLD_S = 3_600.0
"""Taken for the life of a token that does not tell."""


class SessionError(Exception):
    """No access token to be had."""


class SignInNeeded(SessionError):
    """Nobody is signed in on this computer, or the session ended."""


class TooMany(SessionError):
    """The server wants fewer requests."""

    def __init__(self, until: int) -> None:
        super().__init__(until)
        self.until = until


class NoAnswer(SessionError):
    """The server did not answer, or not in a way that can be read."""


class Kept(msgspec.Struct, frozen=True):
    """What the vault keeps of a session. ``server`` is scheme, host and port of the account's
    PDS."""

    did: str
    handle: str
    server: str
    refresh: str = ""


class Tokens(msgspec.Struct, rename="camel"):
    """What createSession and refreshSession answer, as far as it is of use."""

    access_jwt: str
    refresh_jwt: str
    did: str
    handle: str


class _Claims(msgspec.Struct):
    exp: float
    iat: float


def plain_handle(written: str) -> str:
    """A handle as it is compared: without @, blanks, the invisible direction marks that come along
    when it is copied from an app, and in lower case."""
    return "".join(c for c in written if c.isprintable() and not c.isspace()).lstrip("@").lower()


def entry_name(handle: str) -> str:
    """The vault's name for the session of ``handle``."""
    return f"bluesky/{plain_handle(handle)}"


class BlueskySession:
    """The session of one account. Made without any request; the vault is asked at first use."""

    def __init__(self, handle: str, http: Http, vault: Vault, pacing: Pacing, clock: Clock) -> None:
        self._handle = handle
        self._http = http
        self._vault = vault
        self._pacing = pacing
        self._clock = clock
        self._kept: Kept | None = None
        self._access = ""
        self._renew_at = 0.0
        self._refreshing = asyncio.Lock()

    @property
    def access(self) -> str:
        """The access token at hand, perhaps too old; empty before the first one."""
        return self._access

    @property
    def known(self) -> Kept | None:
        """Who this is, without waiting; None before the vault was asked."""
        return self._kept

    async def who(self) -> Kept:
        """Who this is. Raises SignInNeeded; NoAnswer when the vault stays closed."""
        if self._kept is None:
            try:
                text = await self._vault.read(entry_name(self._handle))
            except VaultClosed as problem:
                raise NoAnswer(str(problem)) from problem
            if text is None:
                raise SignInNeeded
            try:
                kept = msgspec.json.decode(text, type=Kept)
            except msgspec.DecodeError as problem:
                raise SignInNeeded from problem
            # Somebody may have refreshed while the vault was read: that session is the newer one.
            self._kept = self.known or kept
        return self._kept

    async def ready(self) -> str:
        """An access token that lasts a good while. Raises SessionError."""
        if not self._access or self._clock.monotonic() >= self._renew_at:
            return await self.renewed(self._access)
        return self._access

    async def renewed(self, stale: str) -> str:
        """An access token other than ``stale``; refreshes unless somebody else just did. Raises
        SessionError."""
        async with self._refreshing:
            if self._access and self._access != stale:
                return self._access
            kept = await self.who()
            try:
                tokens = await self._refresh(kept)
            except SignInNeeded:
                # Whoever signs in again writes to the vault; look there the next time.
                self._kept, self._access = None, ""
                raise
            await self._keep(msgspec.structs.replace(kept, refresh=tokens.refresh_jwt))
            self._take(tokens.access_jwt)
            return self._access

    async def _refresh(self, kept: Kept) -> Tokens:
        lane = f"{kept.server} {REFRESH}"
        wait = self._pacing.until(lane)
        if wait is not None:
            raise TooMany(wait)
        try:
            answer = await self._http.ask(
                "POST",
                method_url(kept.server, REFRESH),
                headers={"authorization": f"Bearer {kept.refresh}"},
                deadline=_DEADLINE_S,
                what=REFRESH,
            )
        except WireError as problem:
            raise NoAnswer(str(problem)) from problem
        until = self._pacing.note(lane, answer)
        return read_tokens(answer, until)

    async def _keep(self, kept: Kept) -> None:
        self._kept = kept
        try:
            await self._vault.write(entry_name(self._handle), msgspec.json.encode(kept).decode())
        except VaultClosed:
            # The night goes on from memory; only the next start has to sign in again.
            log.warning("the renewed sign-in of %s could not be kept", kept.handle)

    def _take(self, access: str) -> None:
        self._access = access
        lasts = _lifetime(access)
        self._renew_at = self._clock.monotonic() + lasts - min(_AHEAD_S, lasts / 2)


def read_tokens(answer: Answer, until: int | None) -> Tokens:
    """The tokens in an answer; ``until`` is what pacing made of it. Raises SessionError."""
    if answer.status == 429:
        raise TooMany(until or 0)
    if answer.status in {400, 401, 403}:
        raise SignInNeeded(fault(answer).words)
    if answer.status != 200:
        raise NoAnswer(fault(answer).words)
    try:
        return msgspec.json.decode(answer.body, type=Tokens)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise NoAnswer(f"unreadable answer: {problem}") from problem


def _lifetime(token: str) -> float:
    """Seconds a JWT is good for by its own claims.

    Both ends come from the server's clock, so that ours may be wrong.
    """
    try:
        payload = token.split(".")[1]
        claims = msgspec.json.decode(
            base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)), type=_Claims
        )
    except (IndexError, binascii.Error, msgspec.DecodeError, UnicodeDecodeError):
        return _UNTOLD_S
    return max(0.0, claims.exp - claims.iat)
