"""Row ``time-to-accepted`` and its neighbours: from the end of the hold window to the network's
yes.

A picture of 900 kB goes to a real Bluesky server over a link of 80 ms round trip and 10 Mbit/s:
from our desk, where it was staged; and with the network's own Python client, from cold and already
signed in. The limit is one round trip plus the time the server itself takes for such a request.
"""

import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
from atproto import Client

from benchmarks.live_event import event_now
from benchmarks.noise import SIZE, noise, sha256_of
from benchmarks.rows import Outcome
from benchmarks.shaped_link import ROUND_TRIP_S, Link, shaped
from controlroom.accounts.vault import MemoryVault
from controlroom.accounts.ways_in import Doorstep, ways_into
from controlroom.channels.base import Channel, Tools
from controlroom.channels.bluesky import Bluesky
from controlroom.clock import MICROS, Clock, SystemClock, wall_micros
from controlroom.errors import Refused
from controlroom.event.asset import Asset, Picture, Role
from controlroom.event.live_event import Account, GuardSettings, LiveEvent
from controlroom.event.room_state import RoomState
from controlroom.ids import TidMint
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from controlroom.room.opening import OpenRoom, Plan
from tests.support.approving import approved
from tests.support.bluesky.install import Unavailable
from tests.support.bluesky.server import Login, Pds, running_pds

ROUNDS = 9
HOLD_WINDOW_S = 1
WAIT_S = 30.0


@dataclass
class Desk:
    """Our desk on a server, LIVE."""

    opened: OpenRoom
    accepted: dict[str, int]
    moved: threading.Condition

    def stage(self, asset: str) -> str:
        """Put ``asset`` in Preview and wait until it is ready everywhere; its fingerprint."""
        room = self.opened.room
        room.order("stage_asset", {"asset": asset}).result(WAIT_S)
        ready = _until(
            lambda: next(
                (
                    room.desk().preview.fingerprint
                    for line in room.desk().preview.poll
                    if line.guard == "media" and str(line.tone) == "go"
                ),
                None,
            )
        )
        assert isinstance(ready, str)
        return ready

    def take(self, asset: str, fingerprint: str) -> float:
        """Seconds from the end of the hold window to the network's yes on the disk."""
        room = self.opened.room
        while True:
            try:
                room.order("take", {"fingerprint": fingerprint}).result(WAIT_S)
                break
            except Refused:
                time.sleep(0.05)  # the guard against hasty fingers
        with self.moved:
            if not self.moved.wait_for(lambda: asset in self.accepted, WAIT_S):
                raise TimeoutError(f"{asset} was not accepted")
        rows = room.night.posting.outbox.all
        sends_at = next(row.sends_at for row in rows if row.asset == asset)
        return (self.accepted[asset] - sends_at) / MICROS


def measure() -> Outcome:
    """Medians of rounds in which all take turns."""
    try:
        with running_pds() as pds, shaped(pds.url) as link:
            return _on(pds, link), ""
    except Unavailable as reason:
        return {}, f"Bluesky test servers: {reason}"


def _on(pds: Pds, link: Link) -> Mapping[str, tuple[float | None, float | None]]:
    login = pds.create_account("speed.test")
    ours, cold, signed_in, server, media = [], [], [], [], 0
    warm = _signed_in(link, login)
    direct = Direct(pds, login)
    with tempfile.TemporaryDirectory() as folder:
        desk = _open(Path(folder), link, login)
        try:
            for number in range(ROUNDS):
                slug = f"picture-{number}"
                fingerprint = desk.stage(slug)
                before = link.media_bytes()
                ours.append(desk.take(slug, fingerprint))
                media += link.media_bytes() - before
                server.append(direct.put())
                signed_in.append(_theirs(warm, number))
                cold.append(_timed(lambda number=number: _cold(link, login, number)))
        finally:
            desk.opened.close()
    at = {
        name: statistics.median(times) * 1000
        for name, times in (
            ("ours", ours),
            ("cold", cold),
            ("signed in", signed_in),
            ("server", server),
        )
    }
    limit = ROUND_TRIP_S * 1000 + at["server"]
    return {
        "time-to-accepted": (at["ours"], limit),
        "atproto-from-cold": (at["cold"], at["ours"]),
        "atproto-signed-in": (at["signed in"], at["ours"]),
        "media-bytes-after-take": (float(media), None),
    }


class Direct:
    """The bare request, on a warm connection without the link: what the server itself takes."""

    def __init__(self, pds: Pds, login: Login) -> None:
        self._client = httpx.Client(base_url=f"{pds.url}/xrpc/")
        asked = {"identifier": login.handle, "password": login.password}
        session = self._client.post("com.atproto.server.createSession", json=asked).json()
        self._client.headers["authorization"] = f"Bearer {session['accessJwt']}"
        self._did, self._mint = login.did, TidMint()

    def put(self) -> float:
        """Seconds of one putRecord."""
        record = {
            "$type": "app.bsky.feed.post",
            "text": "bare",
            "createdAt": "2026-01-01T00:00:00Z",
        }
        body: dict[str, Any] = {
            "repo": self._did,
            "collection": "app.bsky.feed.post",
            "rkey": self._mint.next(time.time_ns() // 1000),
            "record": record,
        }
        return _timed(
            lambda: self._client.post("com.atproto.repo.putRecord", json=body).raise_for_status()
        )


def _signed_in(link: Link, login: Login) -> Client:
    """Their ``login`` without its last step: it asks for the profile, which a server without the
    network's index cannot answer. That spares them one round trip."""
    client = Client(base_url=link.url)
    session = client._get_and_set_session(login.handle, login.password)
    client.me = SimpleNamespace(did=session.did)
    client.update_base_url(link.url)  # it would go on beside the link, to the account's own server
    return client


def _cold(link: Link, login: Login, number: int) -> None:
    client = _signed_in(link, login)
    client.send_image(text=f"cold {number}", image=noise(1000 + number), image_alt="noise")


def _theirs(client: Client, number: int) -> float:
    picture = noise(2000 + number)
    return _timed(lambda: client.send_image(text=f"warm {number}", image=picture, image_alt="n"))


def _open(folder: Path, link: Link, login: Login) -> Desk:
    event, contents = _event(link, login)
    vault, moved = MemoryVault(), threading.Condition()
    accepted: dict[str, int] = {}

    def ways(clock: Clock) -> Mapping[str, Channel]:
        tools = Tools(Http(), vault, Pacing(clock), clock, {}, folder / "hand-off")
        return {"bluesky": Bluesky(event.accounts[0], tools)}

    def heard(line: dict[str, object]) -> None:
        if line.get("state") == "accepted":
            with moved:
                accepted[str(line["asset"])] = wall_micros()
                moved.notify_all()

    plan = Plan(
        slug=event.slug,
        state=RoomState.PREP,
        where=folder / "data",
        event=event,
        pictures=contents,
        channels=ways,
        heard=heard,
        board=False,
    )
    opened = OpenRoom(plan)
    opened.submit(_sign_in(vault, link, login)).result(WAIT_S)
    opened.room.order("go_live", {}).result(WAIT_S)
    return Desk(opened, accepted, moved)


async def _sign_in(vault: MemoryVault, link: Link, login: Login) -> None:
    clock, http = SystemClock(), Http()
    at = Doorstep(http, vault, Pacing(clock), clock, {}, lambda page: None)
    way = next(one for one in ways_into("bluesky").ways if not one.browser)
    given = {"server": link.url, "handle": login.handle, "password": login.password}
    await way.run(given, at)
    await http.close()


def _event(link: Link, login: Login) -> tuple[LiveEvent, dict[str, bytes]]:
    night, _ = event_now(0)
    account = Account("bluesky", login.handle, "Saltwick", server=link.url)
    contents: dict[str, bytes] = {}
    assets = []
    for number in range(ROUNDS):
        content = noise(number)
        sha256 = sha256_of(content)
        contents[sha256] = content
        picture = Picture(sha256, "noise.jpg", "image/jpeg", len(content), *SIZE, "Noise")
        asset = Asset(
            f"picture-{number}", f"Picture {number}", Role.POST, f"No. {number}.", picture
        )
        assets.append(approved(asset, ("bluesky",), "the lead", night.starts))
    settings = GuardSettings(hold_window_s=HOLD_WINDOW_S, auto_stage_before_s=0)
    event = replace(
        night,
        slug="measured-posts",
        accounts=(account,),
        assets=tuple(assets),
        moments=(),
        cues=(),
        outcome_sets=(),
        slots=(),
        terms=(),
        settings=settings,
    )
    return event, contents


def _timed(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _until(look: Callable[[], object]) -> object:
    ends = time.monotonic() + WAIT_S
    while not (found := look()):
        if time.monotonic() > ends:
            raise TimeoutError("it did not get ready")
        time.sleep(0.02)
    return found
