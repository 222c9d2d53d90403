"""Town: a network of the tests, kept in a file, so that programs one after the other see the same.

It comes in as a plug-in does, by entry points (``installed``). What it suffers from stands in the
file too: ``ill`` is "" (well), "refuses", "silent" (the post arrives, no answer comes back and
nothing can be looked up) or "slow" (the request hangs before it arrives).
"""

import asyncio
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from controlroom.accounts.sign_in import SignInFailed
from controlroom.accounts.ways_in import Blank, Doorstep, SignedIn, WayIn, WaysIn
from controlroom.channels.base import (
    ChannelDown,
    OutcomeUnknown,
    Post,
    Receipt,
    Refused,
    Seen,
    SignInExpired,
    Staged,
    Standing,
    Tell,
    Tools,
    tell_nobody,
)
from controlroom.event.live_event import Account
from controlroom.messages import message
from controlroom.rehearsal.network import SimulatedNetwork

PASSWORD = "opensesame-9f3a71c2"
TOKEN = "town-token-51ebf0aa77d3"
SERVER = "https://town.example"


def file() -> Path:
    return Path(os.environ["TOWN"])


def town() -> dict[str, Any]:
    """Everything there is in town."""
    if not file().exists():
        return {"posts": {}, "ill": "", "requests": 0}
    return dict(json.loads(file().read_text("utf-8")))


def change(**known: Any) -> None:
    file().write_text(json.dumps({**town(), **known}), "utf-8")


def _words(text: str) -> Any:
    return message("words", words=text)


class Town(SimulatedNetwork):
    """One account in town."""

    api = 2
    honours_key = False

    def __init__(self, account: Account, tools: Tools) -> None:
        super().__init__("town", tools.clock)
        self._account = account
        self._tools = tools

    async def _enter(self) -> None:
        token = await self._tools.vault.read(f"town/{self._account.handle}")
        if token is None or token != TOKEN:
            raise SignInExpired(_words("Nobody is signed in to Town."))

    async def test(self) -> Standing:
        await self._enter()
        return Standing(self._account.handle, "Town crier", ("write",), None, renews=True)

    def price(self, post: Post) -> float:
        return 0.25

    async def stage(
        self, post: Post, before: Staged | None = None, tell: Tell = tell_nobody
    ) -> Staged:
        await self._enter()
        tell(1.0)
        return Staged(post, (), self._tools.clock.now())

    async def send(self, staged: Staged, key: str, parent: Receipt | None = None) -> Receipt:
        now = town()
        change(requests=now["requests"] + 1)
        if now["ill"] == "refuses":
            raise Refused(_words("The town refuses this."))
        if now["ill"] == "slow":
            await asyncio.get_running_loop().create_future()
        change(posts={**now["posts"], key: staged.post.text})
        if now["ill"] == "silent":
            raise OutcomeUnknown(_words("No answer from Town."))
        return self._receipt(key)

    def _receipt(self, key: str) -> Receipt:
        return Receipt("town", key, f"{SERVER}/{key}", self._tools.clock.now())

    async def find(self, staged: Staged, key: str) -> Seen | None:
        if town()["ill"] == "silent":
            raise ChannelDown(_words("No answer from Town."))
        text = town()["posts"].get(key)
        return None if text is None else Seen(self._receipt(key), text, (), ())

    async def recent(self) -> tuple[Seen, ...]:
        return ()

    async def retract(self, receipt: Receipt) -> None:
        await self._enter()
        if town()["ill"] == "refuses":
            raise Refused(_words("The town refuses this."))
        posts = town()["posts"]
        posts.pop(receipt.remote_id, None)
        change(posts=posts)

    async def metrics(self, receipt: Receipt) -> None:
        return None


async def with_password(given: Mapping[str, str], doorstep: Doorstep) -> SignedIn:
    if given["password"] != PASSWORD:
        raise SignInFailed(_words("That is not the password."))
    handle = given["handle"].lstrip("@")
    await doorstep.vault.write(f"town/{handle}", TOKEN)
    return SignedIn("town", handle, "Town crier", given["server"])


async def sign_out(handle: str, server: str, doorstep: Doorstep) -> None:
    await doorstep.vault.erase(f"town/{handle}")


async def through_browser(given: Mapping[str, str], doorstep: Doorstep) -> SignedIn:
    doorstep.open_page(f"{given['server']}/authorize?state=1")
    return await with_password({**given, "password": PASSWORD}, doorstep)


HANDLE = Blank("handle", _words("Handle"))
AT = Blank("server", _words("Server"), value=SERVER)
WAYS = WaysIn(
    title="Town",
    ways=(
        WayIn("town", "browser", _words("Browser"), _words("-"), (HANDLE, AT), through_browser,
              browser=True),
        WayIn("town", "password", _words("Password"), _words("-"),
              (HANDLE, AT, Blank("password", _words("Password"), secret=True)), with_password),
    ),
    sign_out=sign_out,
)  # fmt: skip


def install(folder: Path) -> None:
    """Make a package in ``folder`` that registers Town; with it on the path, it is a plug-in."""
    about = folder / "town-1.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: town\nVersion: 1\n")
    (about / "entry_points.txt").write_text(
        "[controlroom.channels]\ntown = tests.support.town:Town\n"
        "[controlroom.sign_ins]\ntown = tests.support.town:WAYS\n"
    )
