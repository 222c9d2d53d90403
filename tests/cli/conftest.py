"""A terminal, and a town to post to."""

from pathlib import Path

import pytest

from tests.cli.typing_in import Terminal
from tests.support import town


@pytest.fixture
def terminal(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    controlroom_home: Path,
    tmp_path: Path,
) -> Terminal:
    """Commands share a keyring in a file, as programs share the operating system's."""
    import os

    import keyring

    from tests.support.file_keyring import FileKeyring

    before = keyring.get_keyring()  # as the environment of the whole run names it
    town.install(tmp_path / "plug-ins")
    monkeypatch.syspath_prepend(str(tmp_path / "plug-ins"))
    path = os.pathsep.join([str(tmp_path / "plug-ins"), os.environ["PYTHONPATH"]])
    monkeypatch.setenv("PYTHONPATH", path)
    monkeypatch.setenv("TOWN", str(tmp_path / "town.json"))
    monkeypatch.setenv("TEST_KEYRING", str(tmp_path / "keyring.json"))
    name = "tests.support.file_keyring.FileKeyring"
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
    keyring.set_keyring(FileKeyring())
    typing = Terminal(monkeypatch, capsys, controlroom_home)
    yield typing
    typing.end()
    keyring.set_keyring(before)
