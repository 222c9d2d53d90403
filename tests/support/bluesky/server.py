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
            {"handle": handle, "email": f"{handle}@example.com", "password": "long enough for it"},
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
    packages = install.installed()
    command = [
        str(install.node()),
        "--import",
        (HERE / "loopback.mjs").as_uri(),
        str(HERE / "devnet.mjs"),
    ]
    with tempfile.TemporaryDirectory(prefix="pds-", ignore_cleanup_errors=True) as temp:
        # The servers put their databases where temporary files belong.
        surroundings = {**os.environ, "TMPDIR": temp, "TEMP": temp, "TMP": temp}
        surroundings["RATE_LIMITS"] = "1" if rate_limits else "0"
        log = Path(temp) / "errors.log"
        with (
            log.open("wb") as errors,
            subprocess.Popen(
                command,
                cwd=packages,
                env=surroundings,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
            ) as process,
        ):
            try:
                url = _wait_until_ready(process)
                if url is None:
                    said = log.read_text("utf-8", "replace")[-2000:]
                    raise RuntimeError(f"the PDS did not start within {READY_WITHIN_S} s: {said}")
                yield Pds(url, process.pid)
            finally:
                _end(process)


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
