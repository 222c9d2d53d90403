"""The keyring of the tests: in memory, empty at the start of each test.

The environment names it (`PYTHON_KEYRING_BACKEND` in tests/conftest.py), so that keyring is
imported only by tests that use it and nobody's real keyring is ever asked.
"""

from typing import ClassVar

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """Entries by (service, name)."""

    priority = 1
    entries: ClassVar[dict[tuple[str, str], str]] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.entries.pop((service, username), None) is None:
            raise PasswordDeleteError(username)
