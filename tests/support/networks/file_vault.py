"""A vault that outlives a killed program, as the system's keyring does."""

import json
from pathlib import Path


class FileVault:
    """Secrets in one file, replaced whole. For tests only."""

    def __init__(self, file: Path) -> None:
        self._file = file

    async def read(self, name: str) -> str | None:
        """The secret called ``name``."""
        return self.all().get(name)

    async def write(self, name: str, secret: str) -> None:
        """Keep a secret."""
        self.put({**self.all(), name: secret})

    async def erase(self, name: str) -> None:
        """Forget a secret."""
        self.put({known: secret for known, secret in self.all().items() if known != name})

    def all(self) -> dict[str, str]:
        """What is kept."""
        if not self._file.exists():
            return {}
        kept: dict[str, str] = json.loads(self._file.read_text("utf-8"))
        return kept

    def put(self, secrets: dict[str, str]) -> None:
        """Replace everything."""
        new = self._file.with_suffix(".new")
        new.write_text(json.dumps(secrets), "utf-8")
        new.replace(self._file)
