"""Write the lock files: `.venv/bin/python tools/lock.py [--upgrade]` (called by `make lock`).

uv resolves for every platform and every Python from 3.11 on at once and writes the markers;
pip reads the result. `test.lock` holds `run.lock` at the same versions and more. No file names
a registry: pip takes them from wherever this machine is set up to look.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Written by `make lock` from pyproject.toml. Do not edit.\n"
GROUPS = {
    "run.lock": ["pyproject.toml", "--group", "install"],
    "test.lock": [
        *("pyproject.toml", "--group", "install", "--group", "test", "--group", "check"),
        *("--constraint", "requirements/run.lock"),
    ],
    "bench.lock": [
        *("pyproject.toml", "--group", "install", "--group", "test", "--group", "check"),
        *("--group", "bench", "--constraint", "requirements/test.lock"),
    ],
    "lock.lock": ["--group", "lock"],
}


def main() -> None:
    """Write all lock files; versions already locked stay unless --upgrade is given."""
    for name, sources in GROUPS.items():
        path = ROOT / "requirements" / name
        command = [
            *(Path(sys.executable).parent / "uv", "pip", "compile", "--quiet", *sources),
            *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header"),
            *("--no-emit-index-url", "--no-emit-find-links", "--no-python-downloads"),
            *("--output-file", path),
            *sys.argv[1:],
        ]
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        content = path.read_text("utf-8").removeprefix(HEADER)
        path.write_text(HEADER + content, "utf-8")
        print(f"wrote requirements/{name}")


main()
