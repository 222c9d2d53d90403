"""The program as somebody types it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
WITHIN_S = 120


def typed(
    *words: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None
) -> "subprocess.CompletedProcess[str]":
    """``controlroom WORDS``, run to its end."""
    surroundings = {**os.environ, **(env or {})}
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *map(str, words)],
        env=surroundings,
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=WITHIN_S,
        check=False,
    )


def told(done: "subprocess.CompletedProcess[str]", code: int) -> str:
    """What a person was told, after the program ended with ``code`` and without a traceback."""
    said = done.stderr.strip()
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    assert done.returncode == code, (done.returncode, said)
    assert said, "it ended without a word"
    return said
