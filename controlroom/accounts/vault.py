"""Where secrets are kept: the operating system's keyring, and the only module that imports it.

A locked or dead keyring can block for ever, so it is asked in a thread of its own and never waited
for longer than a timeout; it is imported there too, because choosing a backend may already block.
Where there is no keyring at all, secrets are kept until the program ends, and ``lasting`` says so.
"""

import asyncio
import logging
import queue
import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Protocol, TypeVar

from controlroom.errors import UserFacingError
from controlroom.messages import Message, message

log = logging.getLogger("controlroom.accounts.vault")

Result = TypeVar("Result")

SERVICE = "controlroom"
_TIMEOUT_S = 10.0
_PART = 1_000
"""Windows keeps 2,560 bytes in UTF-16 in one entry."""
_PART_WIDE = 500
"""The same where characters may take two units each."""
_SPLIT = "controlroom:parts:"


class VaultClosed(UserFacingError):
    """The keyring did not answer in time, refused, or there is none."""


class NoKeyring(VaultClosed):
    """This computer has no keyring that keeps anything."""

    def __init__(self) -> None:
        super().__init__(message("vault.none"), message("vault.none.do"))


class Vault(Protocol):
    """Secrets by name. Names are readable ("bluesky/brand.example"), secrets are text."""

    @property
    def lasting(self) -> bool:
        """Whether secrets outlive the program, as far as is known by now."""

    @property
    def place(self) -> Message:
        """Where secrets are kept, as people call it."""

    async def read(self, name: str) -> str | None:
        """The secret, or None if there is none. Raises VaultClosed."""

    async def write(self, name: str, secret: str) -> None:
        """Keep ``secret``, replacing what was there. Raises VaultClosed."""

    async def erase(self, name: str) -> None:
        """Forget the secret; none is no error. Raises VaultClosed."""


class Entries(Protocol):
    """A keyring as this module needs it: short entries by name, blocking."""

    def get(self, name: str) -> str | None:
        """The entry, or None."""

    def put(self, name: str, text: str) -> None:
        """Write the entry."""

    def drop(self, name: str) -> None:
        """Remove the entry; none is no error."""


class MemoryVault:
    """Secrets kept until the program ends: for tests, and where there is no keyring."""

    lasting = False

    def __init__(self) -> None:
        self._secrets: dict[str, str] = {}

    @property
    def place(self) -> Message:
        """Here, for now."""
        return message("vault.place.memory")

    async def read(self, name: str) -> str | None:
        """The secret, or None."""
        return self._secrets.get(name)

    async def write(self, name: str, secret: str) -> None:
        """Keep it."""
        self._secrets[name] = secret

    async def erase(self, name: str) -> None:
        """Forget it."""
        self._secrets.pop(name, None)


class KeyringVault:
    """The operating system's keyring. Nothing of it is touched before the first use."""

    def __init__(
        self,
        open_entries: Callable[[], Entries] | None = None,
        timeout: float = _TIMEOUT_S,
    ) -> None:
        self._open = open_entries or _SystemKeyring
        self._timeout = timeout
        self._entries: Entries | None = None
        self._orders: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._worker: threading.Thread | None = None

    @property
    def lasting(self) -> bool:
        """A keyring keeps."""
        return True

    @property
    def place(self) -> Message:
        """The keyring's own name, once it was asked."""
        name: str = getattr(self._entries, "title", "")
        return message("words", words=name) if name else message("vault.place.keyring")

    async def read(self, name: str) -> str | None:
        """The secret, or None. Raises VaultClosed."""
        return await self._in_thread(lambda entries: _read(entries, name))

    async def write(self, name: str, secret: str) -> None:
        """Keep the secret, split where it is long. Raises VaultClosed."""
        await self._in_thread(lambda entries: _write(entries, name, secret))

    async def erase(self, name: str) -> None:
        """Forget the secret. Raises VaultClosed."""
        await self._in_thread(lambda entries: _erase(entries, name))

    async def _in_thread(self, order: Callable[[Entries], Result]) -> Result:
        done: Future[Result] = Future()

        def carry_out() -> None:
            # An order nobody waits for any more is not carried out late.
            if not done.set_running_or_notify_cancel():
                return
            try:
                if self._entries is None:
                    self._entries = self._open()
                done.set_result(order(self._entries))
            except BaseException as problem:  # noqa: BLE001 - backends raise anything; the waiting one gets it
                done.set_exception(problem)

        if self._worker is None:
            # A daemon: a keyring that never answers must not keep the program from ending.
            self._worker = threading.Thread(target=self._work, name="keyring", daemon=True)
            self._worker.start()
        self._orders.put(carry_out)
        try:
            async with asyncio.timeout(self._timeout):
                return await asyncio.wrap_future(done)
        except TimeoutError as problem:
            log.warning("the keyring did not answer within %s s", self._timeout)
            raise VaultClosed(
                message("vault.silent"), message("vault.unlock_then_again")
            ) from problem
        except NoKeyring:
            raise
        except Exception as problem:
            log.warning("the keyring failed: %s", type(problem).__name__)
            raise VaultClosed(
                message("vault.failed", cause=type(problem).__name__),
                message("vault.unlock_then_again"),
            ) from problem

    def _work(self) -> None:
        while True:
            self._orders.get()()


class KeyringElseMemory:
    """The keyring; on a computer that has none, memory. One that is locked or slow is no reason:
    an account must not look signed out because nobody unlocked it yet."""

    def __init__(self, keyring: KeyringVault) -> None:
        self._kept: KeyringVault | MemoryVault = keyring

    @property
    def lasting(self) -> bool:
        """False once it is known that there is no keyring."""
        return self._kept.lasting

    @property
    def place(self) -> Message:
        """The keyring's name, or that it is only until the program ends."""
        return self._kept.place

    async def settle(self) -> None:
        """Find out where secrets are kept. Raises VaultClosed while the keyring is locked."""
        await self.read("settle")

    async def read(self, name: str) -> str | None:
        """The secret, or None. Raises VaultClosed."""
        try:
            return await self._kept.read(name)
        except NoKeyring:
            return await self._in_memory().read(name)

    async def write(self, name: str, secret: str) -> None:
        """Keep the secret. Raises VaultClosed."""
        try:
            await self._kept.write(name, secret)
        except NoKeyring:
            await self._in_memory().write(name, secret)

    async def erase(self, name: str) -> None:
        """Forget the secret. Raises VaultClosed."""
        try:
            await self._kept.erase(name)
        except NoKeyring:
            await self._in_memory().erase(name)

    def _in_memory(self) -> MemoryVault:
        if not isinstance(self._kept, MemoryVault):
            log.warning("there is no keyring here: secrets are kept until the program ends")
            self._kept = MemoryVault()
        return self._kept


def open_vault(timeout: float = _TIMEOUT_S) -> KeyringElseMemory:
    """The vault of a running program. Nothing of the keyring is touched before the first use."""
    return KeyringElseMemory(KeyringVault(timeout=timeout))


class _SystemKeyring:
    """The entries of the backend that keyring chose. Raises NoKeyring where it keeps nothing."""

    def __init__(self) -> None:
        import keyring
        from keyring.backends import chainer, fail, null

        self._backend = keyring.get_keyring()
        empty = isinstance(self._backend, chainer.ChainerBackend) and not self._backend.backends
        if empty or isinstance(self._backend, fail.Keyring | null.Keyring):
            raise NoKeyring
        self.title: str = self._backend.name

    def get(self, name: str) -> str | None:
        with _none_is_told():
            return self._backend.get_password(SERVICE, name)

    def put(self, name: str, text: str) -> None:
        with _none_is_told():
            self._backend.set_password(SERVICE, name, text)

    def drop(self, name: str) -> None:
        from keyring.errors import PasswordDeleteError

        try:
            with _none_is_told():
                self._backend.delete_password(SERVICE, name)
        except PasswordDeleteError:
            # Raised for an entry that is not there, which is what we want; or for one that stays.
            if self._backend.get_password(SERVICE, name) is not None:
                raise


@contextmanager
def _none_is_told() -> Iterator[None]:
    from keyring.errors import NoKeyringError

    try:
        yield
    except NoKeyringError as problem:
        raise NoKeyring from problem


def _parts_of(entries: Entries, name: str) -> list[str] | None:
    """The names of the entries a split secret lies in, None if it is not split."""
    head = entries.get(name)
    if head is None or not head.startswith(_SPLIT):
        return None
    count, _, mark = head.removeprefix(_SPLIT).partition(":")
    return [f"{name}/{mark}/{number}" for number in range(int(count))]


def _read(entries: Entries, name: str) -> str | None:
    parts = _parts_of(entries, name)
    if parts is None:
        return entries.get(name)
    found = [entries.get(part) for part in parts]
    whole = [part for part in found if part is not None]
    if len(whole) < len(found):
        log.warning("a part of %s is missing in the keyring", name)
        return None
    return "".join(whole)


def _write(entries: Entries, name: str, secret: str) -> None:
    before = _parts_of(entries, name) or []
    size = _PART if secret.isascii() else _PART_WIDE
    if len(secret) <= size and not secret.startswith(_SPLIT):
        entries.put(name, secret)
    else:
        # New parts under new names first: a crash in between leaves the old secret whole.
        mark = secrets.token_hex(4)
        parts = [secret[start : start + size] for start in range(0, len(secret), size)]
        for number, part in enumerate(parts):
            entries.put(f"{name}/{mark}/{number}", part)
        entries.put(name, f"{_SPLIT}{len(parts)}:{mark}")
    for part in before:
        entries.drop(part)


def _erase(entries: Entries, name: str) -> None:
    parts = _parts_of(entries, name) or []
    entries.drop(name)
    for part in parts:
        entries.drop(part)
