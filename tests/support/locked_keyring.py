"""A keyring that somebody would have to unlock, for programs that a test starts.

``PYTHON_KEYRING_BACKEND=tests.support.locked_keyring.LockedKeyring`` and ``TEST_KEYRING=FILE``:
each time it is asked, a line is added to the file.
"""

import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked


class LockedKeyring(KeyringBackend):
    """Gives nothing away."""

    priority = 1
    name = "locked test keyring"

    def get_password(self, service: str, username: str) -> str | None:
        with Path(os.environ["TEST_KEYRING"]).open("a", encoding="utf-8") as asked:
            asked.write(f"{service}|{username}\n")
        raise KeyringLocked

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked

    def delete_password(self, service: str, username: str) -> None:
        raise KeyringLocked
