"""Fill `.venv` with what a part of the work needs, and do nothing when it is filled.

A part is current when its stamp in `.venv` names today's lock files, today's `[project]` table
and this checkout, and every distribution that was there when it was written still is.
An installation that was killed leaves a mark; the next one then begins with an empty `.venv`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import qt_libraries

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
UNFINISHED = VENV / "unfinished-installation"
LOCKS = ROOT / "requirements"

# What each part installs, and which other parts are filled by it too.
PARTS = {
    "run": ("run.lock", ()),
    "test": ("test.lock", ("run",)),
    "bench": ("bench.lock", ("run", "test")),
    "lock": ("lock.lock", ()),
}


def main(parts: list[str]) -> None:
    """Install the named parts: run, test, bench, lock."""
    unknown = [part for part in parts if part not in PARTS]
    if unknown or not parts:
        sys.exit(f"usage: python3 tools/setup.py {{{','.join(PARTS)}}}")
    with _alone():
        for part in parts:
            first_time = not _is_current(part)
            if first_time:
                _install(part)
            if part != "lock":
                qt_libraries.ensure(everything=first_time)
            if part in ("test", "bench"):
                _install_servers()


def _install(part: str) -> None:
    began = monotonic()
    lock, covers = PARTS[part]
    _make_venv()
    UNFINISHED.touch()
    _pip("install", "--require-hashes", "--no-deps", "-r", str(LOCKS / lock), what=f"all of {lock}")
    if part != "lock":
        _pip("install", "--no-deps", "--no-build-isolation", "-e", str(ROOT), what="the project")
    for name in (part, *covers):
        _stamp(name).write_text(
            json.dumps({"key": _key(name), "distributions": _distributions()}), "utf-8"
        )
    UNFINISHED.unlink()
    print(f"Installed in {monotonic() - began:.0f} s.", flush=True)


def _install_servers() -> None:
    """Fetch the networks' own servers, which the tests run against, unless they are there."""
    look = "import tests.support.bluesky.install as it; raise SystemExit(not it.folder().is_dir())"
    for arguments in (["-c", look], ["-m", "tests.support.bluesky.install"]):
        done = subprocess.run([PYTHON, *arguments], cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
        if done.returncode == 0:
            return
    sys.exit("The test servers could not be installed; the lines above say why.")


# -- is it there already? --------------------------------------------------------------------


def _stamp(part: str) -> Path:
    return VENV / f"installed-{part}"


def _is_current(part: str) -> bool:
    """Say whether the part is installed, without starting another Python (some 10 ms)."""
    try:
        stamp = json.loads(_stamp(part).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return (
        not UNFINISHED.exists()
        and os.access(PYTHON, os.X_OK)
        and stamp["key"] == _key(part)
        and set(stamp["distributions"]) <= set(_distributions())
    )


def _key(part: str) -> str:
    """Digest of everything that decides what is installed. The path: scripts in `.venv` name it."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = [pyproject["build-system"], pyproject["project"], pyproject["tool"]["setuptools"]]
    return _digest(
        (LOCKS / PARTS[part][0]).read_bytes(),
        json.dumps(project, sort_keys=True).encode(),
        (ROOT / "controlroom" / "__init__.py").read_bytes(),
        os.fsencode(ROOT),
    )


def _digest(*contents: bytes) -> str:
    total = hashlib.sha256()
    for content in contents:
        total.update(hashlib.sha256(content).digest())
    return total.hexdigest()


def _distributions() -> list[str]:
    return sorted(
        record.parent.name
        for pattern in ("lib/python*/site-packages", "Lib/site-packages")
        for folder in VENV.glob(pattern)
        for record in folder.glob("*.dist-info/RECORD")
    )


# -- the virtual environment -----------------------------------------------------------------


def _make_venv() -> None:
    """Make `.venv`, or make it anew when what is there does not work or was left half-made."""
    if not UNFINISHED.exists() and _works():
        return
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    print(f"Making .venv with Python {sys.version.split()[0]} …", flush=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", VENV],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        version = ".".join(map(str, sys.version_info[:2]))
        sys.exit(
            f"{made.stdout}{made.stderr}\n"
            f"{sys.executable} cannot make a virtual environment; on Debian and Ubuntu:"
            f" sudo apt-get install python{version}-venv"
        )


def _works() -> bool:
    question = "import sys, pip; print(sys.version_info >= (3, 11), sys.prefix)"
    try:
        answer = subprocess.run(
            [PYTHON, "-c", question],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    if answer.stdout.strip() != f"True {VENV}":
        return False
    return _was_made_here()


def _was_made_here() -> bool:
    """Say whether the scripts of `.venv` still point here: a checkout that moved breaks them."""
    script = BIN / "pip"
    return not script.is_file() or os.fsencode(VENV) in script.read_bytes()[:300]


def _pip(*arguments: str, what: str) -> None:
    print(f"Installing {what} …", flush=True)
    done = subprocess.run(
        [PYTHON, "-m", "pip", "--no-input", "--quiet", *arguments],
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"},
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        UNFINISHED.unlink(missing_ok=True)  # pip takes its own half-done work back
        sys.exit(
            f"{done.stdout[-3000:]}\n"
            f"pip could not install {what}; its lines above say why. What was installed is kept:"
            " run the same command again."
        )


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Let only one installation at a time work in this checkout; the second waits."""
    if os.name == "nt":
        yield
        return
    import fcntl

    folder = ROOT / "build"
    folder.mkdir(exist_ok=True)
    with (folder / "setup.lock").open("w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    main(sys.argv[1:])
