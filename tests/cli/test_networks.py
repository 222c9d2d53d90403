"""The commands against servers of each network: the real PDS, and stand-ins of the other two."""

import asyncio
import json

import pytest

from controlroom.clock import SystemClock, wall_micros
from tests.cli.typing_in import ASSET, EVENT, Said, Terminal, holding, kept_secrets
from tests.net.fake_server import fake_server
from tests.support.bluesky.server import Login, Pds
from tests.support.calendar import sensitive_day
from tests.support.mastodon_server import FakeMastodon
from tests.support.mastodon_truth import TOKEN
from tests.support.x_server import FakeX
from tests.support.x_server_sign_in import CLIENT

pytestmark = pytest.mark.skipif(
    bool(sensitive_day()), reason=f"posts on the real clock: {sensitive_day()}"
)


def posting(channel: str) -> tuple[str, ...]:
    return ("post", EVENT, ASSET, "--channel", channel, "--live", "--hold", "0", "--json")


async def typed(terminal: Terminal, *words: str, given: str = "") -> Said:
    """In a thread: the server answers from this loop."""
    return await asyncio.to_thread(terminal.types, *words, given=given)


async def test_mastodon_from_a_pasted_token_to_the_retract(terminal: Terminal) -> None:
    fake = FakeMastodon(now=wall_micros)
    async with fake_server(fake) as server:
        fake.url = server.url
        words = ("accounts", "add", "mastodon", "--server", server.url, "--json")
        added = await typed(terminal, *words, given=f"{TOKEN}\n")
        assert added.code == 0, added.err
        assert added.lines[0]["events"] == [EVENT], "nobody was signed in to that name"
        tested = await typed(terminal, "accounts", "test", "mastodon", "--json")
        assert tested.lines[0]["ok"] is True
        posted = await typed(terminal, *posting("mastodon"))
        assert posted.code == 0, posted.err
        (delivery,) = posted.of_kind("delivery")
        (status,) = fake.standing
        assert delivery["state"] == "verified"
        assert status.id == delivery["remote_id"]
        assert len(status.media) == 1
        down = await typed(terminal, "retract", delivery["id"], "--json")
        assert (down.code, fake.standing) == (0, [])
        assert holding(terminal.home, TOKEN, *kept_secrets()) == []


async def test_x_with_tokens_and_what_it_costs(terminal: Terminal) -> None:
    fake = FakeX(SystemClock())
    async with fake_server(fake) as server:
        assert (await typed(terminal, "settings", "set", "x.client_id", CLIENT)).code == 0
        given = f"{fake.first.access}\n{fake.first.refresh}\n"
        words = ("accounts", "add", "x", "--server", server.url, "--json")
        added = await typed(terminal, *words, given=given)
        assert added.code == 0, added.err
        posted = await typed(terminal, *posting("x"))
        assert posted.code == 0, posted.err
        (delivery,) = posted.of_kind("delivery")
        assert delivery["state"] == "verified"
        assert delivery["price"] > 0
        (tweet,) = fake.public
        assert tweet.id == delivery["remote_id"]
        assert (await typed(terminal, "retract", delivery["id"])).code == 0
        assert fake.public == []
        tokens = {fake.first.access, fake.first.refresh, *kept_secrets()}
        assert holding(terminal.home, *tokens) == []


@pytest.mark.pds
def test_bluesky_on_the_real_server(
    terminal: Terminal, bluesky_pds: Pds, bluesky_login: Login
) -> None:
    """Each command is a program of its own, as somebody types them."""

    def run(*words: str, given: str = "", code: int = 0) -> list[dict[str, object]]:
        program = terminal.begin(*words, "--json", given=given)
        out, err = program.communicate(timeout=120)
        assert program.returncode == code, err
        assert "Traceback" not in err
        assert bluesky_login.password not in out + err
        return [json.loads(line) for line in out.splitlines()]

    handle, server = bluesky_login.handle, bluesky_pds.url
    words = ("accounts", "add", "bluesky", "--server", server, "--handle", handle)
    (refused,) = [run(*words, given="aaaa-bbbb-cccc-dddd\n", code=1)]
    assert refused == []
    (account,) = run(*words, given=f"{bluesky_login.password}\n")
    assert (account["handle"], account["events"]) == (handle, [EVENT])
    tokens = kept_secrets()
    (tested,) = run("accounts", "test")
    assert tested["ok"] is True
    assert tested["renews"] is True
    run("post", EVENT, ASSET, "--channel", "bluesky", code=1)
    assert bluesky_pds.posts(bluesky_login.did) == []
    live = ("post", EVENT, ASSET, "--channel", "bluesky", "--live", "--hold", "0")
    delivery = run(*live)[-1]
    assert (delivery["kind"], delivery["state"]) == ("delivery", "verified")
    (record,) = bluesky_pds.posts(bluesky_login.did)
    assert record["uri"] == delivery["remote_id"]
    run(*live, code=1)
    assert len(bluesky_pds.posts(bluesky_login.did)) == 1, "the same again needs the second key"
    (listed,) = run("outbox")
    assert listed["id"] == delivery["id"]
    (down,) = run("retract", str(delivery["id"]))
    assert down["state"] == "retracted"
    assert bluesky_pds.posts(bluesky_login.did) == []
    # Each of these programs renewed the session: none of the tokens came to lie in a file.
    tokens |= kept_secrets()
    assert len(tokens) > 1
    assert holding(terminal.home, bluesky_login.password, *tokens) == []
    (removed,) = run("accounts", "remove", "bluesky", handle)
    assert removed["events"] == [EVENT]
    run("accounts", "test", code=1)
