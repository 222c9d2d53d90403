"""A signed-in account on a server that speaks the Mastodon API.

Its token does not expire; it ends when somebody revokes it (documentation of Mastodon, "OAuth
Tokens", read 2026-11). So there is nothing to renew: the vault holds everything.
"""

import msgspec

from controlroom.accounts.vault import Vault


class NobodySignedIn(Exception):
    """There is no token for this account on this computer."""


class Kept(msgspec.Struct, frozen=True):
    """What the vault keeps. ``handle`` is user@host, ``server`` scheme, host and port of the API,
    ``id`` the account's number there; ``scopes`` as the server granted them, separated by blanks,
    empty where it did not tell. ``client_id`` and ``client_secret`` are of the app that was
    registered for this sign-in, empty where the token was pasted."""

    handle: str
    server: str
    id: str
    token: str
    scopes: str = ""
    client_id: str = ""
    client_secret: str = ""

    def __repr__(self) -> str:
        return f"Kept({self.handle!r}, {self.server!r})"


def plain_handle(written: str) -> str:
    """A handle as it is compared: user@host without the first @, blanks and the invisible marks
    that come along when it is copied, in lower case."""
    return "".join(c for c in written if c.isprintable() and not c.isspace()).lstrip("@").lower()


def entry_name(handle: str) -> str:
    """The vault's name for the sign-in of ``handle``."""
    return f"mastodon/{plain_handle(handle)}"


async def keep(vault: Vault, kept: Kept) -> None:
    """Write a sign-in down. Raises VaultClosed."""
    await vault.write(entry_name(kept.handle), msgspec.json.encode(kept).decode())


async def kept_for(vault: Vault, handle: str) -> Kept | None:
    """What is kept for ``handle``, None where there is nothing or nothing that can be read. Raises
    VaultClosed."""
    text = await vault.read(entry_name(handle))
    try:
        return None if text is None else msgspec.json.decode(text, type=Kept)
    except msgspec.DecodeError:
        return None


class MastodonSession:
    """The sign-in of one account. Made without any request; the vault is asked at first use."""

    def __init__(self, handle: str, vault: Vault) -> None:
        self._handle = handle
        self._vault = vault
        self._kept: Kept | None = None

    async def who(self) -> Kept:
        """Who this is, and the token. Raises NobodySignedIn, VaultClosed."""
        if self._kept is None:
            self._kept = await kept_for(self._vault, self._handle)
        if self._kept is None:
            raise NobodySignedIn
        return self._kept

    def look_again(self) -> None:
        """The server refused the token. Whoever signs in again writes a new one to the vault: look
        there the next time. What is written stays, since a refusal may be a mistake."""
        self._kept = None
