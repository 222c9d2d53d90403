"""A signed-in Bluesky account: who it is, and a fresh access token whenever one is asked for.

SessionError
├── SignInNeeded   nobody is signed in, or the session ended; sign in again
├── TooMany        asked too often; ``until`` is UTC µs
└── NoAnswer       the server could not be reached or is in trouble; the session stays
    └── LostAnswer the question may have arrived: the token it spent may be used up

Access tokens live in memory, the refresh token also in the vault, under the account's handle. A
used refresh token must not be used again, so a new one is written down before its access token is
used, only one renewal runs at a time, and none is broken off half way.
"""

import asyncio
import logging
from typing import Protocol

import msgspec

from controlroom.accounts.vault import Vault, VaultClosed
from controlroom.clock import Clock
from controlroom.net.http import Answer, Http
from controlroom.net.pacing import Pacing

log = logging.getLogger("controlroom.accounts.bluesky")

_AHEAD_S = 1_800.0
"""An access token with less left than this is renewed while something is staged."""
_LATER_S = 60.0
"""A renewal ahead of time that failed is tried again after this long."""


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


class LostAnswer(NoAnswer):
    """The question may have arrived, and what it was answered is not known."""


class Grant(msgspec.Struct, frozen=True):
    """What a sign-in through the browser gave, and its secret ``key`` (``bluesky_dpop``), to which
    its tokens are bound. ``began`` is UTC µs."""

    issuer: str
    token_url: str
    revoke_url: str
    client_id: str
    key: str
    scope: str
    began: int

    def __repr__(self) -> str:
        return f"Grant({self.issuer!r})"


class Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the vault keeps of a session. ``server`` is scheme, host and port of the account's
    PDS; ``grant`` is None after a sign-in with an app password."""

    did: str
    handle: str
    server: str
    refresh: str = ""
    grant: Grant | None = None

    def __repr__(self) -> str:
        # Without its secrets: it stands in tracebacks of tests and, who knows, in a log.
        return f"Kept({self.handle!r} on {self.server!r})"


class Fresh(msgspec.Struct, frozen=True):
    """A renewed pair of tokens; ``lasts`` are the seconds the access token is good for."""

    access: str
    refresh: str
    lasts: float


class TokenKind(Protocol):
    """How the tokens of one way of signing in are renewed, shown and given back."""

    async def renew(self, kept: Kept) -> Fresh:
        """Spend the refresh token for a new pair. Raises SessionError."""

    def headers(self, method: str, url: str, access: str) -> dict[str, str]:
        """What a request shows as its right."""

    def wants_again(self, url: str, answer: Answer) -> bool:
        """Whether the server refused a request before looking at it, only to be shown something
        that its answer held. Told of every answer, once."""

    async def end(self, kept: Kept) -> None:
        """Tell the server to forget the session. Raises SessionError."""


def plain_handle(written: str) -> str:
    """A handle as it is compared: without @, blanks, the invisible direction marks that come along
    when it is copied from an app, and in lower case."""
    return "".join(c for c in written if c.isprintable() and not c.isspace()).lstrip("@").lower()


def entry_name(handle: str) -> str:
    """The vault's name for the session of ``handle``."""
    return f"bluesky/{plain_handle(handle)}"


def token_kind(kept: Kept, http: Http, pacing: Pacing, clock: Clock) -> TokenKind:
    """The tokens of ``kept``."""
    # Late, because only one of them is needed, and the one brings a whole library of ciphers.
    if kept.grant is None:
        from controlroom.accounts.bluesky_password import PasswordTokens

        return PasswordTokens(http, pacing)
    from controlroom.accounts.bluesky_bound import BoundTokens

    return BoundTokens(kept.grant, http, pacing, clock)


class BlueskySession:
    """The session of one account. Made without any request; the vault is asked at first use."""

    def __init__(self, handle: str, http: Http, vault: Vault, pacing: Pacing, clock: Clock) -> None:
        self._handle = handle
        self._http = http
        self._vault = vault
        self._pacing = pacing
        self._clock = clock
        self._kept: Kept | None = None
        self._kind: TokenKind | None = None
        self._access = ""
        self._renew_at = 0.0
        self._ends_at = 0.0
        self._renewing: asyncio.Task[str] | None = None

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
            if self.known is None:
                self._kind = token_kind(kept, self._http, self._pacing, self._clock)
                self._kept = kept
        assert self._kept is not None
        return self._kept

    def headers(self, method: str, url: str) -> dict[str, str]:
        """What a request of the account shows; nothing before there is a token."""
        if self._kind is None or not self._access:
            return {}
        return self._kind.headers(method, url, self._access)

    def wants_again(self, url: str, answer: Answer) -> bool:
        """Whether the request was refused unseen and the same one, made anew, will do."""
        return self._kind is not None and self._kind.wants_again(url, answer)

    async def ready(self) -> str:
        """An access token that lasts a good while. Raises SessionError."""
        if self._access and self._clock.monotonic() < self._renew_at:
            return self._access
        try:
            return await self.renewed(self._access)
        except (NoAnswer, TooMany) as problem:
            now = self._clock.monotonic()
            if not self._access or now >= self._ends_at:
                raise
            # The one at hand still serves. Where the answer was lost the refresh token may be used
            # up, and showing it twice could end the session: that waits until nothing is left.
            lost = isinstance(problem, LostAnswer)
            self._renew_at = self._ends_at if lost else min(now + _LATER_S, self._ends_at)
            return self._access

    async def renewed(self, stale: str) -> str:
        """An access token other than ``stale``; refreshes unless somebody else just did. Raises
        SessionError."""
        if self._access and self._access != stale:
            return self._access
        if self._renewing is None or self._renewing.done():
            self._renewing = asyncio.create_task(self._renew(), name="renew a sign-in")
            self._renewing.add_done_callback(_look_at)
        # Whoever waits may be called off; the renewal may not, its answer comes only once.
        return await asyncio.shield(self._renewing)

    async def settle(self) -> None:
        """Return once no renewal is under way."""
        if self._renewing is not None:
            await asyncio.wait({self._renewing})

    async def _renew(self) -> str:
        kept = await self.who()
        assert self._kind is not None
        try:
            fresh = await self._kind.renew(kept)
        except SignInNeeded:
            # Whoever signs in again writes to the vault; look there the next time.
            self._kept, self._kind, self._access = None, None, ""
            raise
        await self._keep(msgspec.structs.replace(kept, refresh=fresh.refresh))
        now = self._clock.monotonic()
        self._access = fresh.access
        self._ends_at = now + fresh.lasts
        self._renew_at = self._ends_at - min(_AHEAD_S, fresh.lasts / 2)
        return self._access

    async def _keep(self, kept: Kept) -> None:
        self._kept = kept
        try:
            await keep(self._vault, kept)
        except VaultClosed:
            # The night goes on from memory; only the next start has to sign in again.
            log.warning("the renewed sign-in of %s could not be kept", kept.handle)


async def keep(vault: Vault, kept: Kept) -> None:
    """Write a session down. Raises VaultClosed."""
    await vault.write(entry_name(kept.handle), msgspec.json.encode(kept).decode())


def _look_at(task: "asyncio.Task[str]") -> None:
    # Nobody may be left to hear of a failure, which is then no failure of the program.
    if not task.cancelled():
        task.exception()
