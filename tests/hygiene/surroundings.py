"""Each test has its own data folder and an empty keyring; nobody's own are ever touched."""

import sys
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def controlroom_home(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The folder everything of this test is kept in; it is not there until something makes it."""
    home = tmp_path_factory.getbasetemp() / "homes" / f"{next(_numbers)}"
    monkeypatch.setenv("CONTROLROOM_HOME", str(home))
    keyring = sys.modules.get("tests.hygiene.memory_keyring")
    if keyring is not None:
        keyring.MemoryKeyring.entries.clear()
    return home


_numbers = iter(range(sys.maxsize))
