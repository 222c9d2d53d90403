"""The key of the as-run log: made once, and never in anybody's way."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from controlroom.accounts.vault import KeyringElseMemory, KeyringVault, MemoryVault, VaultClosed
from controlroom.messages import message
from controlroom.room.sealing import AS_RUN_KEY, kept_key, seal_log
from controlroom.store.open import open_store
from controlroom.store.thread import StoreThread
from tests.hygiene.records import Expect


class Lasting(MemoryVault):
    """A keyring that keeps."""

    lasting = True


class Locked(Lasting):
    """A keyring that answers nobody."""

    async def read(self, name: str) -> str | None:
        raise VaultClosed(message("vault.silent"), message("vault.unlock_then_again"))


class WrittenOver(Lasting):
    """Another program makes its key at the same moment, and writes it last."""

    async def write(self, name: str, secret: str) -> None:
        await super().write(name, "cd" * 32)


@pytest.fixture
def thread(tmp_path: Path) -> Iterator[StoreThread]:
    made = StoreThread(lambda: open_store(tmp_path / "data"))
    yield made
    made.close()


async def test_a_key_is_made_once_and_found_again(thread: StoreThread) -> None:
    vault = Lasting()
    await seal_log(thread, vault, 0)
    made = thread.store.as_run.key
    assert made is not None
    kept = await vault.read(AS_RUN_KEY)
    assert kept is not None
    assert len(bytes.fromhex(kept)) == 32
    found = await kept_key(vault)
    assert found is not None
    assert found.id == made.id
    await seal_log(thread, vault, 0)
    assert await vault.read(AS_RUN_KEY) == kept


async def test_of_two_programs_the_key_that_stays_is_used(thread: StoreThread) -> None:
    vault = WrittenOver()
    await seal_log(thread, vault, 0)
    kept, used = await kept_key(vault), thread.store.as_run.key
    assert kept is not None
    assert used is not None
    assert used.id == kept.id


@pytest.mark.parametrize("vault", [Locked(), MemoryVault()], ids=["locked", "none"])
async def test_without_a_keyring_the_log_goes_on_without_a_key(
    thread: StoreThread, vault: MemoryVault
) -> None:
    await seal_log(thread, vault, 0)
    assert thread.store.as_run.key is None
    line = thread.store.as_run.append("note", event="night", at=1, rehearsal=False)
    assert (line.keyed, line.seal) == ("", "")


async def test_a_computer_that_has_no_keyring_gets_no_key(
    thread: StoreThread, expected_logs: Expect
) -> None:
    expected_logs("there is no keyring here")

    def none() -> object:
        from controlroom.accounts.vault import NoKeyring

        raise NoKeyring

    await seal_log(thread, KeyringElseMemory(KeyringVault(none)), 0)  # type: ignore[arg-type]
    assert thread.store.as_run.key is None


async def test_what_is_no_key_is_left_as_it_is(thread: StoreThread) -> None:
    vault = Lasting()
    await vault.write(AS_RUN_KEY, "no hexadecimal digits")
    await seal_log(thread, vault, 0)
    assert thread.store.as_run.key is None
    assert await vault.read(AS_RUN_KEY) == "no hexadecimal digits"
