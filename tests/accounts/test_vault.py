"""Secrets survive, whatever their length, and a keyring that is stuck stops nobody."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import keyring
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import NoKeyringError

from controlroom.accounts.vault import (
    KeyringElseMemory,
    KeyringVault,
    MemoryVault,
    NoKeyring,
    VaultClosed,
    open_vault,
)
from controlroom.messages import english
from tests.hygiene.records import Expect

ENTRY_BYTES = 2_560
SOON_S = 0.05


class Strict:
    """Entries as Windows keeps them; the write after ``fail_at`` others fails, unless negative."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.fail_at = -1

    def clear(self) -> None:
        self.kept.clear()
        self.fail_at = -1

    def get(self, name: str) -> str | None:
        return self.kept.get(name)

    def put(self, name: str, text: str) -> None:
        self.fail_at -= 1
        if self.fail_at == -1:
            raise OSError("the power went out")
        assert len(text.encode("utf-16-le")) <= ENTRY_BYTES
        self.kept[name] = text

    def drop(self, name: str) -> None:
        self.kept.pop(name, None)


class Stuck(Strict):
    """Entries behind a prompt somebody has to answer."""

    def __init__(self) -> None:
        super().__init__()
        self.unlocked = threading.Event()

    def get(self, name: str) -> str | None:
        self.unlocked.wait()
        return super().get(name)


SECRETS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=2_500),
    st.text("ab", min_size=900, max_size=3_200),
    st.just("controlroom:parts:2:abcd"),
)


# One vault for all examples: each has a thread of its own.
ENTRIES = Strict()
VAULT = KeyringVault(lambda: ENTRIES)


@given(st.lists(SECRETS, min_size=1, max_size=3))
async def test_every_secret_comes_back_and_leaves_nothing_behind(secrets: list[str]) -> None:
    ENTRIES.clear()
    for secret in secrets:
        await VAULT.write("bluesky/brand.example", secret)
        assert await VAULT.read("bluesky/brand.example") == secret
    await VAULT.erase("bluesky/brand.example")
    assert ENTRIES.kept == {}
    assert await VAULT.read("bluesky/brand.example") is None


async def test_a_short_secret_is_one_entry_and_a_long_one_is_split() -> None:
    entries = Strict()
    vault = KeyringVault(lambda: entries)
    await vault.write("short", "x" * 1_000)
    assert entries.kept == {"short": "x" * 1_000}
    await vault.write("long", "x" * 1_001)
    assert len(entries.kept) == 1 + 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(old=SECRETS, new=SECRETS, fail_at=st.integers(0, 5))
async def test_a_write_that_breaks_off_leaves_the_old_secret_or_the_new(
    expected_logs: Expect, old: str, new: str, fail_at: int
) -> None:
    expected_logs("the keyring failed: OSError")
    ENTRIES.clear()
    await VAULT.write("name", old)
    ENTRIES.fail_at = fail_at
    with suppress(VaultClosed):
        await VAULT.write("name", new)
    assert await VAULT.read("name") in {old, new}
    await VAULT.erase("name")


async def test_a_secret_with_a_part_missing_is_no_secret(expected_logs: Expect) -> None:
    expected_logs("a part of name is missing")
    entries = Strict()
    vault = KeyringVault(lambda: entries)
    await vault.write("name", "x" * 3_000)
    del entries.kept[next(name for name in entries.kept if name.endswith("/1"))]
    assert await vault.read("name") is None


@pytest.fixture
def stuck() -> Iterator[Stuck]:
    made = Stuck()
    yield made
    made.unlocked.set()


async def test_a_locked_keyring_is_given_up_and_works_once_it_is_unlocked(
    stuck: Stuck, expected_logs: Expect
) -> None:
    expected_logs("did not answer")
    vault = KeyringVault(lambda: stuck, timeout=SOON_S)
    with pytest.raises(VaultClosed, match="Unlock it"):
        await vault.read("name")
    with pytest.raises(VaultClosed):
        await vault.write("name", "given up on")

    stuck.unlocked.set()

    assert await vault.read("name") is None, "a write nobody waited for was carried out late"
    await vault.write("name", "secret")
    assert await vault.read("name") == "secret"


@pytest.mark.parametrize("opening", [True, False])
async def test_a_broken_keyring_is_told_without_the_secret(
    opening: bool, expected_logs: Expect
) -> None:
    expected_logs("RuntimeError")

    class Broken(Strict):
        def __init__(self) -> None:
            super().__init__()
            if opening:
                raise RuntimeError

        def put(self, name: str, text: str) -> None:
            raise RuntimeError(text)

    with pytest.raises(VaultClosed) as problem:
        await KeyringVault(Broken).write("name", "s3cr3t")
    assert "RuntimeError" in str(problem.value)
    assert "s3cr3t" not in str(problem.value)


@pytest.mark.parametrize("make", [KeyringVault, MemoryVault])
async def test_the_real_keyring_and_memory_keep_secrets_alike(
    make: Callable[[], KeyringVault | MemoryVault],
) -> None:
    vault = make()
    assert await vault.read("name") is None
    await vault.write("name", "x" * 1_500)
    await vault.write("name", "shorter")
    assert await vault.read("name") == "shorter"
    await vault.erase("name")
    await vault.erase("name")
    assert await vault.read("name") is None


async def test_another_vault_finds_what_the_keyring_keeps() -> None:
    await KeyringVault().write("bluesky/brand.example", "secret")
    assert await KeyringVault().read("bluesky/brand.example") == "secret"


@pytest.fixture
def backend() -> Iterator[Callable[[KeyringBackend], None]]:
    """Sets the keyring of this computer, for one test."""
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


class Without(KeyringBackend):
    """A backend that finds out only when it is asked that there is nothing behind it."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        raise NoKeyringError(service)

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NoKeyringError(service)

    def delete_password(self, service: str, username: str) -> None:
        raise NoKeyringError(service)


@pytest.mark.parametrize("nothing", [fail.Keyring, null.Keyring, Without])
async def test_without_a_keyring_secrets_are_kept_until_the_program_ends_and_it_says_so(
    nothing: type[KeyringBackend],
    backend: Callable[[KeyringBackend], None],
    expected_logs: Expect,
) -> None:
    expected_logs("there is no keyring here")
    backend(nothing())
    vault = open_vault()
    await vault.write("name", "secret")
    assert await vault.read("name") == "secret"
    assert not vault.lasting
    assert english(vault.place) == "until this program ends"
    await vault.erase("name")
    assert await vault.read("name") is None
    assert await open_vault().read("name") is None
    with pytest.raises(NoKeyring, match="ask-secret"):
        await KeyringVault().read("name")


async def test_where_there_is_a_keyring_it_is_named() -> None:
    vault = open_vault()
    await vault.settle()
    assert vault.lasting
    assert "MemoryKeyring" in english(vault.place)
    await vault.write("name", "secret")
    assert await KeyringVault().read("name") == "secret"


async def test_a_locked_keyring_is_not_taken_for_none(stuck: Stuck, expected_logs: Expect) -> None:
    """Its accounts must not look signed out, nor a secret be kept where it is lost."""
    expected_logs("did not answer")
    vault = KeyringElseMemory(KeyringVault(lambda: stuck, timeout=SOON_S))
    with pytest.raises(VaultClosed, match="Unlock it"):
        await vault.write("name", "secret")
    assert vault.lasting
    stuck.unlocked.set()
    await vault.write("name", "secret")
    assert stuck.kept == {"name": "secret"}
