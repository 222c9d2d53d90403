"""The directions of DESIGN and docs/architecture.md hold: [tool.importlinter] in pyproject.toml."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_nobody_imports_what_is_above_or_beside() -> None:
    # In a process of its own: import-linter changes settings that outlive it.
    program = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "broken" in done.stdout  # "N kept, 0 broken": it has really looked
