"""A real Bluesky server with the network's rate limits on."""

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from controlroom.accounts.bluesky_password import sign_in_to_bluesky
from controlroom.accounts.vault import MemoryVault
from controlroom.channels.base import PaceExceeded, Post, Tools
from controlroom.channels.bluesky import Bluesky
from controlroom.clock import MICROS, SystemClock
from controlroom.event.live_event import Account
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from controlroom.net.xrpc import method_url
from tests.support.bluesky.server import Login, Pds

pytestmark = pytest.mark.pds

CLOCK = SystemClock()
HOUR_S = 3_600


@pytest.fixture
def login(limiting_bluesky_pds: Pds) -> Login:
    return limiting_bluesky_pds.create_account("hurried.test")


@pytest.fixture
async def http() -> AsyncIterator[Http]:
    made = Http()
    yield made
    await made.close()


async def write(http: Http, bluesky: Bluesky, login: Login, server: str, records: int) -> int:
    """Another program of the same account writes ``records`` at once; the status it was told."""
    one = {
        "$type": "com.atproto.repo.applyWrites#create",
        "collection": "example.desk.note",
        "value": {"$type": "example.desk.note"},
    }
    answer = await http.ask(
        "POST",
        method_url(server, "com.atproto.repo.applyWrites"),
        headers={
            "authorization": f"Bearer {bluesky._session.access}",
            "content-type": "application/json",
        },
        body=msgspec.json.encode({"repo": login.did, "validate": False, "writes": [one] * records}),
        deadline=60,
    )
    return answer.status


async def test_a_server_that_has_enough_is_left_alone_until_it_says_and_the_pace_is_shown(
    limiting_bluesky_pds: Pds, login: Login, http: Http
) -> None:
    pds, vault, pacing = limiting_bluesky_pds, MemoryVault(), Pacing(CLOCK)
    await sign_in_to_bluesky(http, vault, pacing, login.handle, login.password, pds.url)
    account = Account("bluesky", login.handle, "The desk")
    bluesky = Bluesky(account, Tools(http, vault, pacing, CLOCK, {}, Path()))
    staged = await bluesky.stage(Post("bluesky", login.handle, "In time."))
    for _ in range(8):  # 4,800 of the 5,000 points of an hour
        assert await write(http, bluesky, login, pds.url, 200) == 200

    receipt = await bluesky.send(staged, bluesky.mint_key(CLOCK.now()))

    pace = bluesky.pace
    assert pace is not None
    assert (pace.left, pace.limit) == (99, 2_500)
    assert 0 < pace.until - CLOCK.now() <= HOUR_S * MICROS
    assert await write(http, bluesky, login, pds.url, 66) == 200

    key = bluesky.mint_key(CLOCK.now())
    for _ in range(2):
        with pytest.raises(PaceExceeded) as problem:
            await bluesky.send(staged, key)
        assert 0 < problem.value.until - CLOCK.now() <= HOUR_S * MICROS
    # Looking goes on; taking down counts as writing.
    assert await bluesky.find(staged, key) is None
    (there,) = await bluesky.recent()
    assert there.receipt.remote_id == receipt.remote_id
    with pytest.raises(PaceExceeded):
        await bluesky.retract(receipt)
    assert len(pds.posts(login.did)) == 1
    await bluesky.close()
