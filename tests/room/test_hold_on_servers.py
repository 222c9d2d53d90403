"""HOLD against servers: once it is acknowledged no public request starts, whatever was going on."""

import json
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from controlroom.accounts import bluesky_session
from controlroom.clock import Clock, ManualClock
from controlroom.event.live_event import Account
from controlroom.event.room_state import RoomState
from controlroom.messages import english
from tests.channels.rigs_networks import NETWORKS
from tests.room.hold_on_servers import Front, Network, Night, S, When, before
from tests.room.states_model import posts
from tests.support.bluesky.server import Login, Pds
from tests.support.networks.fast_loop import Flow
from tests.support.networks.faulty import FaultyServer
from tests.support.networks.illness import Goes
from tests.support.networks.script import Script
from tests.support.networks.side import SIDES

KINDS = ("bluesky", "mastodon", "x")
HELD = (
    When(before_s=4.0),
    When(before_s=0.01),
    *(When(turns=turns) for turns in (0, 2, 7, 25, 80, 250)),
    *(When(turns=turns, cut=True) for turns in (40, 160)),
    *(When(connection=number, cut=True) for number in (1, 2, 3)),
    When(slow=True),
    When(slow=True, turns=50),
    *(When(request=number) for number in (1, 2, 3)),
    When(request=3, turns=60),
    When(request=3, lost="bluesky"),
    When(request=3, lost="mastodon"),
)


def simulated(clock: Clock, front: Front, kind: str) -> Network:
    """A server that speaks the network's language, and loses answers when told to."""
    side = SIDES[kind](clock)
    public = next(one.public for one in NETWORKS if one.side == kind)
    script = Script(public)
    server = FaultyServer(side.answering, side.posts, script, Flow.at(1.0))
    front.serve = server.serve
    return Network(
        side.account(front.url),
        side.secrets(front.url),
        side.settings(front.url),
        front,
        lambda: side.posts().values(),
        lambda: script.next_public.append(Goes.APPLIED_CUT),
    )


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    fronts = {kind: Front() for kind in KINDS}
    accounts = [SIDES[kind](ManualClock(0)).account(fronts[kind].url) for kind in KINDS]

    def networks(clock: Clock) -> Sequence[Network]:
        return [simulated(clock, front, kind) for kind, front in fronts.items()]

    with Night(tmp_path, accounts, networks) as night:
        yield night


@pytest.fixture
def on_a_pds(tmp_path: Path, bluesky_pds: Pds, bluesky_login: Login) -> Iterator[Night]:
    front = Front()
    front.serve = before(bluesky_pds.url)
    account = Account("bluesky", bluesky_login.handle, "Saltwick", None, front.url)
    kept = bluesky_session.Kept(
        bluesky_login.did, bluesky_login.handle, front.url, session(bluesky_pds, bluesky_login)
    )

    def network(_clock: Clock) -> Sequence[Network]:
        name = bluesky_session.entry_name(bluesky_login.handle)
        secrets = {name: msgspec.json.encode(kept).decode()}
        read = bluesky_pds.posts
        return [
            Network(account, secrets, {}, front, lambda: map(str, read(bluesky_login.did)), int)
        ]

    with Night(tmp_path, [account], network) as night:
        yield night


def session(pds: Pds, login: Login) -> str:
    """The refresh token of a new session."""
    asked = urllib.request.Request(
        f"{pds.url}/xrpc/com.atproto.server.createSession",
        json.dumps({"identifier": login.handle, "password": login.password}).encode(),
        {"content-type": "application/json"},
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return str(json.load(answer)["refreshJwt"])


def hold_and_look(night: Night, asset: str, when: When) -> None:
    """One post, HOLD at that moment, and what the servers have to say of it."""
    room = night.room
    room.stage(asset)
    take = night.take()
    acknowledged, answered = night.hold(take, when)
    night.follow(take)
    room.pass_time(120)
    assert night.arrived == acknowledged, f"{when}: a public request started on HOLD"
    rows = night.rows(take)
    under_way = night.up() - answered
    assert night.up() == sum(row.state in (S.VERIFIED, S.UNKNOWN) for row in rows), when
    assert room.room.left_before_hold == under_way
    assert room.view.hold is not None
    if under_way:
        assert str(under_way) in english(room.view.hold.left)
    else:
        assert room.view.hold.left is None
    night.retract(take)
    assert night.up() == 0, f"{when}: it is still up after a retract on HOLD"
    assert room.view.state is RoomState.HOLD
    assert night.arrived == acknowledged


def correct_on_hold(night: Night) -> None:
    """The correction goes out on HOLD once the second key is turned, and comes down again."""
    room, arrived = night.room, night.arrived
    room.order("correction")
    assert room.refused("take", fingerprint=room.fingerprint)
    take = night.take()
    night.follow(take)
    room.pass_time(30)
    assert {row.state for row in night.rows(take)} == {S.VERIFIED}
    assert night.up() == len(night.networks) == night.arrived - arrived
    assert room.view.state is RoomState.HOLD
    night.retract(take)
    assert night.up() == 0


def play(night: Night, held: Sequence[When]) -> None:
    slugs = posts()
    for number, when in enumerate(held):
        hold_and_look(night, slugs[number % len(slugs)], when)
        if number < len(held) - 1:
            night.room.order("release_hold")
    correct_on_hold(night)


def test_no_public_request_starts_once_hold_is_acknowledged(night: Night) -> None:
    play(night, HELD)


@pytest.mark.pds
def test_nor_on_a_real_bluesky_server(on_a_pds: Night) -> None:
    play(on_a_pds, [When(before_s=1.0), When(turns=30), When(slow=True), When(request=1)])
