"""The key of the as-run log: made once for each installation, kept in its keyring."""

import asyncio
import logging
import secrets

from controlroom.accounts.vault import Vault, VaultClosed
from controlroom.store.as_run import SealKey
from controlroom.store.thread import StoreThread

LOG = logging.getLogger("controlroom.room")

AS_RUN_KEY = "as-run.key"
_BYTES = 32
_SETTLE_S = 0.5


async def kept_key(vault: Vault) -> SealKey | None:
    """The key of this installation, None where there is none or no keyring answers."""
    try:
        return await asked_key(vault)
    except VaultClosed:
        return None


async def asked_key(vault: Vault) -> SealKey | None:
    """The same, None only where there is none. Raises ``VaultClosed`` where no keyring answers."""
    kept = await vault.read(AS_RUN_KEY)
    try:
        # What ends with the program could seal nothing that is read later.
        return SealKey(bytes.fromhex(kept)) if kept and vault.lasting else None
    except ValueError:
        return None


async def seal_log(thread: StoreThread, vault: Vault, settle_s: float = _SETTLE_S) -> None:
    """Seal the log as soon as the keyring answers; where it does not, the log goes on without.

    Made where it is missing, and read again ``settle_s`` later: two programs may be here for the
    first time at once, and the key that was written last is the one that stays.
    """
    key = await kept_key(vault)
    if key is None and await _made(vault):
        await asyncio.sleep(settle_s)
        key = await kept_key(vault)
    if key is not None:
        await thread.run(thread.store.as_run.seal_with, key)


async def _made(vault: Vault) -> bool:
    """Whether there is a new key now: where one lies there, whatever it is, it stays."""
    try:
        if await vault.read(AS_RUN_KEY) is not None or not vault.lasting:
            return False
        await vault.write(AS_RUN_KEY, secrets.token_hex(_BYTES))
    except VaultClosed as problem:
        LOG.info("the as-run log goes on without a key: %s", problem)
        return False
    return vault.lasting
