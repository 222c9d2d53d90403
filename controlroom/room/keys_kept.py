"""What the second key is checked against, and what is remembered of tries. Engine thread only.

Secrets lie in the vault: the hash of a PIN, the secret of an authenticator, by the person's name.
In the store, as settings without a secret: who has set up what, how many tries went wrong, and the
last code of each person that was taken.
"""

import asyncio
from contextlib import suppress

from controlroom.accounts.pins import hashed, is_right
from controlroom.accounts.tries import Tries
from controlroom.accounts.vault import Vault, VaultClosed
from controlroom.clock import MICROS
from controlroom.event.live_event import Person
from controlroom.event.people import folded, same
from controlroom.posting.second_key import step_of
from controlroom.room.accounts_settings import SECOND_KEY
from controlroom.store.thread import StoreThread

PIN, CODE = "pin", "code"
SET_UP, TRIES, USED = "second_key.set_up", "second_key.tries", "second_key.used"


class KeysKept:
    """The keys of the people who say yes. ``given`` is the secret of the approver that the event's
    settings name, where no vault has to be asked for it. ``unnamed``: whether the vault is known
    to hold that one, under no name."""

    def __init__(self, thread: StoreThread, vault: Vault | None, given: str | None) -> None:
        self._thread = thread
        self._vault = vault
        self._given = given
        settings = thread.store.settings
        self._set_up: dict[str, list[str]] = settings.get(SET_UP, {})
        self._used: dict[str, int] = settings.get(USED, {})
        self.tries = Tries(*settings.get(TRIES, (0, 0)))
        self.unnamed = given is not None
        # One try after the other, or many at once would be one to the wait.
        self.trying = asyncio.Lock()

    # What is set up

    def set_up(self, name: str) -> frozenset[str]:
        """Of PIN and CODE, what this person has."""
        return frozenset(self._set_up.get(folded(name), ()))

    async def keep_pin(self, name: str, pin: str) -> None:
        """Keep the hash of a person's PIN. Raises VaultClosed."""
        await self._write(name, PIN, await hashed(pin))

    async def keep_code(self, name: str, secret: str) -> None:
        """Keep the secret of a person's authenticator (base32). Raises VaultClosed."""
        await self._write(name, CODE, secret)

    async def forget(self, name: str, approver: str) -> None:
        """Forget both, and of ``approver`` what was kept under no name. Raises VaultClosed."""
        if self._vault is not None:
            legacy = (SECOND_KEY,) if same(name, approver) else ()
            for entry in (_entry(PIN, name), _entry(CODE, name), *legacy):
                await self._vault.erase(entry)
            self.unnamed = self.unnamed and not legacy
        self._set_up.pop(folded(name), None)
        await self._put(SET_UP, self._set_up)

    async def _write(self, name: str, kind: str, secret: str) -> None:
        assert self._vault is not None
        await self._vault.write(_entry(kind, name), secret)
        self._set_up[folded(name)] = sorted(self.set_up(name) | {kind})
        await self._put(SET_UP, self._set_up)

    async def look_for_unnamed(self) -> None:
        """See whether a secret is kept under no name, for the approver of the settings; where the
        vault does not answer it stays as it was known."""
        with suppress(VaultClosed):
            self.unnamed = self._given is not None or await self._named(SECOND_KEY) is not None

    # Checking

    async def has_pin(self, name: str, pin: str) -> bool:
        """Whether it is this person's PIN; it takes as long where they have none. Raises
        VaultClosed."""
        return await is_right(await self._read(PIN, name), pin)

    async def step(self, name: str, digits: str, now: int, approver: str) -> int | None:
        """The step of this person's authenticator that ``digits`` is the code of, if it is one and
        none as late was taken; ``now`` UTC µs. Raises VaultClosed."""
        secret = await self.secret(name, approver)
        used = self._used.get(folded(name), -1)
        return None if secret is None else step_of(secret, digits, now / MICROS, used)

    async def secret(self, name: str, approver: str) -> str | None:
        """The secret of this person's authenticator. Raises VaultClosed."""
        kept = await self._read(CODE, name)
        if kept is None and same(name, approver):
            kept = self._given or await self._named(SECOND_KEY)
        return kept

    async def anything(self, people: tuple[Person, ...], approver: str) -> bool:
        """Whether any of ``people`` could say yes at all. Raises VaultClosed."""
        for person in people:
            if await self._read(PIN, person.name) or await self.secret(person.name, approver):
                return True
        return False

    async def _read(self, kind: str, name: str) -> str | None:
        return await self._named(_entry(kind, name))

    async def _named(self, entry: str) -> str | None:
        return None if self._vault is None else await self._vault.read(entry)

    # Remembering

    async def took(self, name: str, step: int) -> None:
        """A code was taken: neither it nor an older one opens again, over a restart either."""
        self._used[folded(name)] = step
        await self._put(USED, self._used)

    async def missed(self, now: int) -> None:
        """A try was wrong (UTC µs)."""
        await self._keep(self.tries.at(now).missed(now))

    async def turned(self) -> None:
        """A key turned: wrong tries are forgotten."""
        if self.tries.wrong:
            await self._keep(Tries())

    async def wait_s(self, now: int) -> float:
        """Seconds until the next try (``now`` UTC µs)."""
        if (seen := self.tries.at(now)) != self.tries:
            await self._keep(seen)
        return seen.left_s(now)

    async def _keep(self, tries: Tries) -> None:
        self.tries = tries
        await self._put(TRIES, (tries.wrong, tries.since))

    async def _put(self, name: str, value: object) -> None:
        await self._thread.run(self._thread.store.settings.put, name, value)


def _entry(kind: str, name: str) -> str:
    return f"{kind}/{folded(name)}"
