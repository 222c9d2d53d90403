"""A signed-in X account: who it is, and a good access token whenever one is asked for.

X's refresh tokens work once, and one that comes a second time ends the whole sign-in. So only one
refresh runs at a time, whoever asks and however many sessions there are for one account; the new
tokens are in the vault before they are used; and a refresh under way is finished and kept even when
nobody waits for it any more.
"""

import asyncio
import logging
from weakref import WeakKeyDictionary

import msgspec

from controlroom.accounts.vault import Vault, VaultClosed
from controlroom.accounts.x_tokens import (
    Client,
    NoAnswer,
    SessionError,
    SignInNeeded,
    TokenDesk,
    Tokens,
    TooMany,
)
from controlroom.clock import MICROS, Clock
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing

log = logging.getLogger("controlroom.accounts.x")

_AHEAD_S = 1_800.0
"""An access token (2 hours) with less left than this is renewed while something is staged."""
_LAST_S = 60.0
"""One with less left than this is not relied on."""

_turns: "WeakKeyDictionary[Vault, dict[str, asyncio.Lock]]" = WeakKeyDictionary()
"""One refresh at a time for an entry of a vault, even where two sessions share it."""


class Kept(msgspec.Struct, frozen=True):
    """What the vault keeps of an account. ``id`` is X's own number for it; ``server`` scheme, host
    and port; ``until`` UTC µs at which the access token ends. Without ``refresh`` it ends for good.
    """

    id: str
    handle: str
    name: str
    server: str
    access: str
    until: int
    refresh: str = ""
    client_id: str = ""
    client_secret: str = ""
    scopes: tuple[str, ...] = ()


def plain_handle(written: str) -> str:
    """A handle as it is compared: without @, blanks and invisible marks, in lower case."""
    return "".join(c for c in written if c.isprintable() and not c.isspace()).lstrip("@").lower()


def entry_name(handle: str) -> str:
    """The vault's name for the tokens of ``handle``."""
    return f"x/{plain_handle(handle)}"


async def read_kept(vault: Vault, handle: str) -> Kept | None:
    """What the vault keeps of ``handle``, None if nothing that can be read. Raises VaultClosed."""
    text = await vault.read(entry_name(handle))
    if text is None:
        return None
    try:
        return msgspec.json.decode(text, type=Kept)
    except msgspec.DecodeError:
        log.warning("what the vault keeps of %s cannot be read", handle)
        return None


async def write_kept(vault: Vault, kept: Kept) -> None:
    """Keep it. Raises VaultClosed."""
    await vault.write(entry_name(kept.handle), msgspec.json.encode(kept).decode())


def with_tokens(kept: Kept, tokens: Tokens, now: int) -> Kept:
    """``kept`` with what the token endpoint gave at ``now`` (UTC µs)."""
    return msgspec.structs.replace(
        kept,
        access=tokens.access_token,
        until=now + int(tokens.expires_in * MICROS),
        # A server that sends no new one goes on with the old one (RFC 6749, section 6).
        refresh=tokens.refresh_token or kept.refresh,
        scopes=tuple(tokens.scope.split()) or kept.scopes,
    )


class XSession:
    """The tokens of one account. Made without any request; the vault is asked at first use."""

    def __init__(self, handle: str, http: Http, vault: Vault, pacing: Pacing, clock: Clock) -> None:
        self._handle = handle
        self._http = http
        self._vault = vault
        self._pacing = pacing
        self._clock = clock
        self._kept: Kept | None = None
        self._doubtful = ""
        self._past: set[str] = set()
        self._refreshing: asyncio.Task[str] | None = None

    @property
    def known(self) -> Kept | None:
        """Who this is, without waiting; None before the vault was asked."""
        return self._kept

    async def who(self) -> Kept:
        """Who this is. Raises SignInNeeded; NoAnswer when the vault stays closed."""
        if self._kept is None:
            kept = await self._read()
            # Somebody may have renewed while the vault was read: those tokens are the newer ones.
            self._kept = self.known or kept
        return self._kept

    async def ready(self) -> str:
        """An access token that lasts a good while, or until its end where it cannot be renewed.
        Raises SessionError."""
        kept = await self.who()
        left = (kept.until - self._clock.now()) / MICROS
        # A refresh token that may be used up is tried again only when nothing else is left.
        ahead = _LAST_S if kept.refresh == self._doubtful else _AHEAD_S
        if left >= ahead or not kept.refresh:
            return kept.access
        try:
            return await self.renewed(kept.access)
        except (NoAnswer, TooMany):
            if left < _LAST_S:
                raise
            return kept.access

    async def renewed(self, stale: str) -> str:
        """An access token other than ``stale``; refreshes unless somebody else just did. Raises
        SessionError."""
        if self._refreshing is None or self._refreshing.done():
            self._refreshing = asyncio.create_task(self._renew(stale), name="renew a sign-in on X")
            self._refreshing.add_done_callback(_look_at)
        # Cancelling who waits must not cancel the refresh: its answer is the only way on.
        return await asyncio.shield(self._refreshing)

    async def _renew(self, stale: str) -> str:
        async with self._turn():
            kept = await self.who()
            if kept.access != stale:
                return kept.access
            other = await self._newer(kept)
            if other is not None:
                self._kept = other
                return other.access
            return await self._refresh(kept)

    async def _refresh(self, kept: Kept) -> str:
        if not kept.refresh:
            self._kept = None
            raise SignInNeeded("the token cannot be renewed")
        client = Client(kept.server, kept.client_id, kept.client_secret)
        now = self._clock.now()
        try:
            tokens = await TokenDesk(client, self._http, self._pacing).refresh(kept.refresh)
        except SignInNeeded:
            # Whoever signs in again writes to the vault; look there the next time.
            self._kept = None
            raise
        except NoAnswer as problem:
            if problem.arrived:
                self._doubtful = kept.refresh
            raise
        self._past.add(kept.access)
        self._kept = with_tokens(kept, tokens, now)
        await self._keep(self._kept)
        return self._kept.access

    async def _read(self) -> Kept:
        try:
            kept = await read_kept(self._vault, self._handle)
        except VaultClosed as problem:
            raise NoAnswer(str(problem)) from problem
        if kept is None:
            raise SignInNeeded("nobody is signed in")
        return kept

    async def _newer(self, kept: Kept) -> Kept | None:
        """What somebody else has put into the vault meanwhile; a vault that could not be written
        still holds what we had before."""
        try:
            found = await self._read()
        except SessionError:
            return None
        return found if found.access not in {kept.access, *self._past} else None

    async def _keep(self, kept: Kept) -> None:
        try:
            await write_kept(self._vault, kept)
        except VaultClosed:
            # The night goes on from memory; only the next start has to sign in again.
            log.warning("the renewed sign-in of %s could not be kept", kept.handle)

    def _turn(self) -> asyncio.Lock:
        entries = _turns.setdefault(self._vault, {})
        return entries.setdefault(entry_name(self._handle), asyncio.Lock())


def _look_at(task: "asyncio.Task[str]") -> None:
    # So that a failure nobody waited for is not complained about when the task is thrown away.
    if not task.cancelled():
        task.exception()
