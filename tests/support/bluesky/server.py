"""A real Bluesky PDS (with its PLC directory) on free loopback ports, for as long as a block runs.

There is no AppView: `app.bsky.*` reads answer 502, records and blobs are read back from the PDS.
"""

import json
import os
import queue
import subprocess
import tempfile
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from tests.support.bluesky import install

HERE = Path(__file__).parent
READY_WITHIN_S = 90
ENDS_WITHIN_S = 10
PASSWORD = "long enough for it"
"""Every account's main password; only the sign-in through the browser needs it."""

JWT_SECRET = b"jwt-secret"
"""What the test server signs its tokens with; a test may make one that has run out."""


class Login(NamedTuple):
    """An account of the test server; `password` is an app password, as people should use."""

    did: str
    handle: str
    password: str


@dataclass(frozen=True)
class Pds:
    """A running server."""

    url: str
    pid: int

    def create_account(self, handle: str) -> Login:
        """A new account. `handle` ends in .test and is 3 to 18 characters before that."""
        made = self._order(
            "com.atproto.server.createAccount",
            {"handle": handle, "email": f"{handle}@example.com", "password": PASSWORD},
        )
        app = self._order(
            "com.atproto.server.createAppPassword", {"name": "desk"}, made["accessJwt"]
        )
        return Login(made["did"], made["handle"], app["password"])

    def record(self, repo: str, rkey: str) -> dict[str, Any]:
        """A post as the server has it: uri, cid, value. HTTPError when there is none."""
        return self._look_up(
            f"com.atproto.repo.getRecord?repo={repo}&collection=app.bsky.feed.post&rkey={rkey}"
        )

    def posts(self, repo: str) -> list[dict[str, Any]]:
        """All posts of an account (100 at most), newest first."""
        found = self._look_up(
            f"com.atproto.repo.listRecords?repo={repo}&collection=app.bsky.feed.post&limit=100"
        )
        return list(found["records"])

    def blob(self, did: str, cid: str) -> bytes:
        """The bytes of a blob."""
        asked = f"{self.url}/xrpc/com.atproto.sync.getBlob?did={did}&cid={cid}"
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return bytes(answer.read())

    def _look_up(self, what: str) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.url}/xrpc/{what}", timeout=30) as answer:
            return dict(json.load(answer))

    def _order(self, method: str, body: dict[str, str], token: str = "") -> dict[str, Any]:
        headers = {"content-type": "application/json"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        asked = urllib.request.Request(
            f"{self.url}/xrpc/{method}", json.dumps(body).encode(), headers
        )
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return dict(json.load(answer))


@contextmanager
def running_pds(*, rate_limits: bool = False) -> Iterator[Pds]:
    """Start a PDS, wait until it answers, end it afterwards. Raises install.Unavailable when it is
    not installed, RuntimeError when it does not start. `rate_limits` turns the real limits on."""
    with tempfile.TemporaryDirectory(prefix="pds-", ignore_cleanup_errors=True) as temp:
        process, url = _start(Path(temp), {"RATE_LIMITS": "1" if rate_limits else "0"})
        try:
            yield Pds(url, process.pid)
        finally:
            _end(process)


class MortalPds:
    """A PDS that can be killed and started again at the same address with the same data."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._surroundings = {"DATA_DIR": str(folder / "data")}
        (folder / "data").mkdir()
        self._process, self.url = _start(folder, self._surroundings)
        self._surroundings["PDS_PORT"] = self.url.rpartition(":")[2]

    @property
    def pds(self) -> Pds:
        """The server as it runs now."""
        return Pds(self.url, self._process.pid)

    def kill(self) -> None:
        """End it at once, whatever it is doing (SIGKILL)."""
        self._process.kill()
        _end(self._process)

    def start(self) -> None:
        """Start it again after ``kill``; one that runs goes on."""
        if self._process.poll() is not None:
            self._process, _ = _start(self._folder, self._surroundings)

    def end(self) -> None:
        """End it, running or not."""
        _end(self._process)


@contextmanager
def mortal_pds() -> Iterator[MortalPds]:
    """A PDS to be killed. Raises as `running_pds`."""
    with tempfile.TemporaryDirectory(prefix="pds-", ignore_cleanup_errors=True) as temp:
        mortal = MortalPds(Path(temp))
        try:
            yield mortal
        finally:
            mortal.end()


def _start(folder: Path, surroundings: dict[str, str]) -> "tuple[subprocess.Popen[bytes], str]":
    packages = install.installed()
    command = [
        str(install.node()),
        "--import",
        (HERE / "loopback.mjs").as_uri(),
        str(HERE / "devnet.mjs"),
    ]
    # The servers put their databases where temporary files belong.
    temp = str(folder)
    whole = {**os.environ, "TMPDIR": temp, "TEMP": temp, "TMP": temp, **surroundings}
    log = folder / "errors.log"
    with log.open("ab") as errors:
        process = subprocess.Popen(
            command,
            cwd=packages,
            env=whole,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
    url = _wait_until_ready(process)
    if url is None:
        _end(process)
        said = log.read_text("utf-8", "replace")[-2000:]
        raise RuntimeError(f"the PDS did not start within {READY_WITHIN_S} s: {said}")
    return process, url


def _wait_until_ready(process: "subprocess.Popen[bytes]") -> str | None:
    ready: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:  # to its end, or the pipe fills up and the server stands still
            if line.startswith(b'{"pds"'):
                ready.put(json.loads(line)["pds"])
        ready.put(None)

    threading.Thread(target=read, name="pds-output", daemon=True).start()
    try:
        url = ready.get(timeout=READY_WITHIN_S)
    except queue.Empty:
        return None
    # It names itself localhost, but listens on the one address only.
    return url.replace("//localhost:", "//127.0.0.1:") if url else None


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(ENDS_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
