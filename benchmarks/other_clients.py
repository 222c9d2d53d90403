"""Rows ``mastodon-py`` and ``tweepy``: the usual Python clients of two more networks, beside ours.

For information: the servers are the tests' simulators, in a process of their own, behind the same
link as in ``time_to_accepted``. Ours sends what it has staged; Mastodon.py is signed in and uploads
the picture with the post; tweepy, which uploads by an interface that is gone, posts words only.
"""

import asyncio
import multiprocessing
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests
import tweepy
from mastodon import Mastodon as TheirMastodon

from benchmarks.noise import SIZE, noise, sha256_of
from benchmarks.rows import Outcome
from benchmarks.shaped_link import shaped
from controlroom.accounts.vault import MemoryVault
from controlroom.channels.base import Channel, Post, PostMedia, Tools
from controlroom.channels.mastodon import Mastodon
from controlroom.channels.x import X
from controlroom.clock import SystemClock
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from tests.net.fake_server import fake_server
from tests.support.networks.side import SIDES

ROUNDS = 7
CHANNELS = {"mastodon": Mastodon, "x": X}


def measure() -> Outcome:
    """Medians; the clients take turns."""
    return {
        "mastodon-py": _beside("mastodon", _mastodon_py, pictured=True),
        "tweepy": _beside("x", _tweepy, pictured=False),
    }, ""


Theirs = Callable[[str, str], Callable[[int], None]]


def _beside(side: str, theirs: Theirs, *, pictured: bool) -> tuple[float, float]:
    with _simulated(side) as (url, secrets), shaped(url) as link:
        token = _token(secrets)
        post = theirs(link.url, token)
        ours = asyncio.run(_ours(side, url, link.url, secrets, pictured=pictured))
        times = []
        for number in range(ROUNDS):
            began = time.monotonic()
            post(number)
            times.append(time.monotonic() - began)
        return statistics.median(times) * 1000, ours * 1000


async def _ours(
    side: str, url: str, link: str, secrets: dict[str, str], *, pictured: bool
) -> float:
    """Median seconds of sending what was staged."""
    vault, clock, http = MemoryVault(), SystemClock(), Http()
    for name, secret in secrets.items():
        await vault.write(name, secret.replace(url, link))
    made = SIDES[side](clock)
    times = []
    with TemporaryDirectory() as folder:
        tools = Tools(http, vault, Pacing(clock), clock, made.settings(link), Path(folder))
        channel: Channel = CHANNELS[side](made.account(link), tools)
        for number in range(ROUNDS):
            content = noise(3000 + number)
            media = PostMedia(sha256_of(content), content, "image/jpeg", *SIZE, "Noise")
            staged = await channel.stage(
                Post(side, "desk", f"Ours {number}.", (media,) if pictured else ())
            )
            began = time.monotonic()
            await channel.send(staged, channel.mint_key(clock.now()))
            times.append(time.monotonic() - began)
        await channel.close()
    await http.close()
    return statistics.median(times)


def _mastodon_py(url: str, token: str) -> Callable[[int], None]:
    client = TheirMastodon(
        access_token=token, api_base_url=url, version_check_mode="none", mastodon_version="4.5.0"
    )

    def post(number: int) -> None:
        file = BytesIO(noise(4000 + number))
        media = client.media_post(file, mime_type="image/jpeg", description="Noise")
        client.status_post(f"Theirs {number}.", media_ids=[media])

    return post


def _tweepy(url: str, token: str) -> Callable[[int], None]:
    client = tweepy.Client(bearer_token=token)
    client.session = _Elsewhere(url)
    return lambda number: client.create_tweet(text=f"Theirs {number}.", user_auth=False)


class _Elsewhere(requests.Session):
    """Sends to the simulator what tweepy, which knows one server only, sends to X."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def request(self, method: Any, url: Any, **given: Any) -> requests.Response:  # type: ignore[override]
        return super().request(method, self._url + url.partition("api.twitter.com")[2], **given)


def _token(secrets: dict[str, str]) -> str:
    import json

    kept = json.loads(next(iter(secrets.values())))
    return str(kept.get("token") or kept.get("access"))


@contextmanager
def _simulated(side: str) -> Iterator[tuple[str, dict[str, str]]]:
    """A simulator in a process of its own: its address, and what the vault holds for it."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    serving = spawn.Process(target=_serve, args=(there, side), daemon=True)
    serving.start()
    try:
        url, secrets = here.recv()
        yield url, secrets
    finally:
        serving.kill()
        serving.join()


def _serve(pipe: Connection, side: str) -> None:
    asyncio.run(_serving(pipe, side))


async def _serving(pipe: Connection, side: str) -> None:
    made = SIDES[side](SystemClock())
    async with fake_server(made.answering) as server:
        pipe.send((server.url, made.secrets(server.url)))
        ended = asyncio.Event()
        asyncio.get_running_loop().add_reader(pipe.fileno(), ended.set)  # whoever asked has gone
        await ended.wait()
