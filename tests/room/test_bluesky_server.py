"""The whole way of a post on a real Bluesky server: stage, look, TAKE, read back, retract."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from controlroom.accounts.bluesky_password import sign_in_to_bluesky
from controlroom.accounts.vault import MemoryVault
from controlroom.channels.base import Channel, Tools
from controlroom.channels.bluesky import Bluesky
from controlroom.clock import Clock, NightClock, wall_micros
from controlroom.errors import Refused
from controlroom.event.live_event import Account, LiveEvent
from controlroom.event.room_state import RoomState
from controlroom.net.http import Answer, Http
from controlroom.net.pacing import Pacing
from controlroom.room import Room
from controlroom.room.opening import OpenRoom, Plan
from tests.room.still_room import bundled, furnish
from tests.support.bluesky.server import Login, Pds
from tests.support.waiting import eventually

pytestmark = pytest.mark.pds
FASTER = 4.0


class CountingHttp(Http):
    """The program's own client; keeps (method, size of the body) of each request."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, int]] = []

    async def ask(self, *given: object, **named: object) -> Answer:
        body = named.get("body")
        self.sent.append((str(given[1]), len(body) if isinstance(body, bytes) else 0))
        return await super().ask(*given, **named)  # type: ignore[arg-type]


@dataclass
class Tonight:
    opened: OpenRoom
    http: CountingHttp
    pds: Pds
    login: Login

    @property
    def room(self) -> Room:
        return self.opened.room

    def order(self, command: str, **arguments: str) -> None:
        self.room.order(command, arguments).result(30)

    def states(self) -> list[str]:
        return [str(row.state) for row in self.room.night.posting.outbox.all]

    def poll(self, guard: str) -> str:
        lines = self.room.desk().preview.poll
        return next((str(line.tone) for line in lines if line.guard == guard), "")

    def take(self) -> str:
        """TAKE what the desk shows once the guard against hasty fingers lets it."""
        seen = eventually(lambda: self.room.desk().preview.fingerprint)

        def took() -> bool:
            try:
                self.order("take", fingerprint=seen)
            except Refused:
                return False
            return True

        eventually(took)
        return seen


def one_account(login: Login, pds: Pds) -> LiveEvent:
    """The bundled event with nothing but an account on the test server."""
    account = Account("bluesky", login.handle, "Saltwick", None, pds.url)
    event = replace(bundled(), accounts=(account,))
    endless = tuple(replace(asset, rights_until=None, offer_until=None) for asset in event.assets)
    return replace(event, assets=endless, synthetic=False)


@pytest.fixture
def tonight(tmp_path: Path, bluesky_pds: Pds, bluesky_login: Login) -> Iterator[Tonight]:
    furnish(tmp_path / "data", one_account(bluesky_login, bluesky_pds))
    http, vault = CountingHttp(), MemoryVault()

    def ways(clock: Clock) -> Mapping[str, Channel]:
        account = Account("bluesky", bluesky_login.handle, "Saltwick", None, bluesky_pds.url)
        return {"bluesky": Bluesky(account, Tools(http, vault, Pacing(clock), clock, {}, Path()))}

    clock = NightClock.starting_at(wall_micros(), FASTER)
    opened = OpenRoom(
        Plan(
            state=RoomState.PREP,
            where=tmp_path / "data",
            channels=ways,
            live_clock=clock,
            tick_s=0.02,
            board=False,
        )
    )
    login = bluesky_login
    signing_in = sign_in_to_bluesky(
        http, vault, Pacing(clock), login.handle, login.password, bluesky_pds.url
    )
    try:
        opened.submit(signing_in).result(30)
        yield Tonight(opened, http, bluesky_pds, login)
    finally:
        opened.submit(http.close()).result(30)
        opened.close()


def test_a_post_goes_out_once_as_it_was_seen_and_comes_down_again(tonight: Tonight) -> None:
    tonight.order("go_live")
    tonight.order("slot_5")
    eventually(lambda: tonight.poll("media") == "go")
    asset = bundled().asset("blackout-01")
    assert asset.picture is not None
    uploaded = [size for url, size in tonight.http.sent if "uploadBlob" in url]
    assert uploaded == [asset.picture.size]
    assert tonight.pds.posts(tonight.login.did) == []

    seen = tonight.take()
    with pytest.raises(Refused):
        tonight.order("take", fingerprint=seen)
    assert tonight.pds.posts(tonight.login.did) == [], "nothing public in the hold window"
    after_take = len(tonight.http.sent)
    eventually(lambda: tonight.states() == ["verified"])

    (record,) = tonight.pds.posts(tonight.login.did)
    row = tonight.room.night.posting.outbox.all[0]
    assert record["uri"] == row.remote_id
    assert record["value"]["text"] == asset.caption == row.words
    (image,) = record["value"]["embed"]["images"]
    assert image["alt"] == asset.picture.alt
    content = tonight.pds.blob(tonight.login.did, image["image"]["ref"]["$link"])
    assert hashlib.sha256(content).hexdigest() == asset.picture.sha256
    assert not any("uploadBlob" in url for url, _ in tonight.http.sent[after_take:])
    puts = [size for url, size in tonight.http.sent if "putRecord" in url]
    assert len(puts) == 1
    assert puts[0] < 2_000, "TAKE is one small request"

    tonight.order("retract")
    assert tonight.states() == ["retracted"]
    assert tonight.pds.posts(tonight.login.did) == []


def test_hold_in_the_hold_window_keeps_it_off_the_network(tonight: Tonight) -> None:
    tonight.order("go_live")
    tonight.order("stage_asset", asset="record")
    tonight.take()
    tonight.order("hold", by="key")
    assert tonight.states() == ["cancelled"]
    tonight.order("release_hold")
    tonight.order("stage_next")
    tonight.take()
    eventually(lambda: tonight.states() == ["cancelled", "verified"])
    assert len(tonight.pds.posts(tonight.login.did)) == 1
