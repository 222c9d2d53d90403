"""Tokens bound to a key: proofs that are right, and renewals that never lose a sign-in."""

import asyncio
import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import msgspec
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given
from hypothesis import strategies as st

from controlroom.accounts.bluesky_dpop import DpopKey, Prover
from controlroom.accounts.bluesky_session import (
    BlueskySession,
    Grant,
    Kept,
    LostAnswer,
    NoAnswer,
    SignInNeeded,
    TooMany,
    entry_name,
)
from controlroom.accounts.vault import MemoryVault
from controlroom.clock import MICROS, ManualClock, wall_micros
from controlroom.net.http import Answer, Http
from controlroom.net.pacing import Pacing
from tests.net.fake_server import FakeServer, Fault, Reply, Request, fake_server

DID, HANDLE = "did:plc:brand", "brand.example"
KEY = DpopKey.new()
LASTS_S = 3_600


def read_proof(proof: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Head and claims of a proof whose signature is right. InvalidSignature otherwise."""
    head, claims, signature = proof.split(".")

    def raw(part: str) -> bytes:
        return urlsafe_b64decode(part + "=" * (-len(part) % 4))

    said = json.loads(raw(head))
    x, y = (int.from_bytes(raw(said["jwk"][name]), "big") for name in "xy")
    public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    pair = raw(signature)
    r, s = int.from_bytes(pair[:32], "big"), int.from_bytes(pair[32:], "big")
    public.verify(encode_dss_signature(r, s), f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    return said, json.loads(raw(claims))


@given(st.integers(1, 2**256 - 2**224), st.text("abc/", max_size=8), st.text("qr=&?", max_size=8))
def test_a_proof_says_what_it_is_for_and_is_signed_by_its_key(
    secret: int, path: str, query: str
) -> None:
    text = urlsafe_b64encode(secret.to_bytes(32, "big")).decode().rstrip("=")
    key = DpopKey.from_text(text)
    assert key.text == text
    prover = Prover(key)
    url = f"https://pds.example/{path}"
    head, claims = read_proof(prover.proof("POST", f"{url}?{query}", "token"))
    assert (head["typ"], head["alg"], head["jwk"]) == ("dpop+jwt", "ES256", key.public)
    assert (claims["htm"], claims["htu"]) == ("POST", url)
    digest = hashlib.sha256(b"token").digest()
    assert claims["ath"] == urlsafe_b64encode(digest).decode().rstrip("=")
    assert abs(claims["iat"] - wall_micros() / MICROS) < 5


def test_a_proof_changed_on_the_way_is_no_proof() -> None:
    head, claims, signature = Prover(KEY).proof("GET", "https://pds.example/").split(".")
    other = Prover(KEY).proof("GET", "https://pds.example/other").split(".")[1]
    with pytest.raises(InvalidSignature):
        read_proof(f"{head}.{other}.{signature}")
    assert claims != other


def test_no_two_proofs_have_the_same_name_and_nonces_stay_with_their_server() -> None:
    prover = Prover(KEY)
    answer = Answer(200, {"dpop-nonce": "one"}, b"")
    assert not prover.wants_again("https://pds.example/a", answer)
    said = [
        read_proof(prover.proof("GET", f"https://{host}/b"))[1]
        for host in ("pds.example", "pds.example", "other.example")
    ]
    assert [claims.get("nonce") for claims in said] == ["one", "one", None]
    assert len({claims["jti"] for claims in said}) == 3


def test_a_wrong_clock_of_ours_is_set_right_by_the_servers() -> None:
    prover = Prover(KEY)
    date = "Mon, 01 Jan 2024 00:00:00 GMT"
    prover.wants_again("https://pds.example/", Answer(200, {"date": date}, b""))
    _, claims = read_proof(prover.proof("GET", "https://pds.example/"))
    assert abs(claims["iat"] - 1_704_067_200) < 5


@pytest.mark.parametrize(
    ("answer", "again"),
    [
        (Answer(400, {"dpop-nonce": "n"}, b'{"error":"use_dpop_nonce"}'), True),
        (
            Answer(
                401, {"dpop-nonce": "n", "www-authenticate": 'DPoP error="use_dpop_nonce"'}, b""
            ),
            True,
        ),
        (Answer(401, {}, b'{"error":"use_dpop_nonce"}'), False),
        (Answer(401, {"dpop-nonce": "n"}, b'{"error":"invalid_token"}'), False),
        (Answer(200, {"dpop-nonce": "n"}, b'{"error":"use_dpop_nonce"}'), False),
        (Answer(400, {"dpop-nonce": "n"}, b"\xff"), False),
    ],
)
def test_a_request_is_made_again_only_for_a_nonce_that_came(answer: Answer, again: bool) -> None:
    assert Prover(KEY).wants_again("https://pds.example/", answer) is again


@dataclass
class Granter:
    """A server that renews tokens: a refresh token is good once, and a second use ends it all."""

    current: str = "refresh0"
    ended: bool = False
    number: int = 0
    next: deque[Reply | Fault] = field(default_factory=deque)
    shown: list[str] = field(default_factory=list)
    lose: bool = False

    def __call__(self, request: Request) -> Reply | Fault:
        form = {name: texts[0] for name, texts in parse_qs(request.body.decode()).items()}
        self.shown.append(form["refresh_token"])
        read_proof(request.headers["dpop"])
        if self.next:
            return self.next.popleft()
        if self.ended or form["refresh_token"] != self.current:
            self.ended = True
            return Reply.of({"error": "invalid_grant", "error_description": "replayed"}, 400)
        self.number += 1
        self.current = f"refresh{self.number}"
        if self.lose:
            self.lose = False
            return Fault.HANG_UP
        return Reply.of(
            {
                "access_token": f"access{self.number}",
                "token_type": "DPoP",
                "refresh_token": self.current,
                "expires_in": LASTS_S,
                "scope": "atproto",
                "sub": DID,
            }
        )


@dataclass
class Desk:
    granter: Granter
    server: FakeServer
    http: Http
    vault: MemoryVault
    clock: ManualClock

    def session(self) -> BlueskySession:
        return BlueskySession(HANDLE, self.http, self.vault, Pacing(self.clock), self.clock)

    async def kept(self) -> Kept:
        text = await self.vault.read(entry_name(HANDLE))
        assert text is not None
        return msgspec.json.decode(text, type=Kept)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    granter, http, vault = Granter(), Http(), MemoryVault()
    async with fake_server(granter) as server:
        grant = Grant(server.url, f"{server.url}/token", "", "client", KEY.text, "atproto", 0)
        kept = Kept(DID, HANDLE, server.url, "refresh0", grant)
        await vault.write(entry_name(HANDLE), msgspec.json.encode(kept).decode())
        yield Desk(granter, server, http, vault, ManualClock(0))
        await http.close()


async def test_many_at_once_make_one_renewal_written_down_before_it_is_used(desk: Desk) -> None:
    session = desk.session()
    assert set(await asyncio.gather(*(session.ready() for _ in range(20)))) == {"access1"}
    assert desk.granter.shown == ["refresh0"]
    assert (await desk.kept()).refresh == "refresh1"


async def test_whoever_is_called_off_while_waiting_does_not_break_off_the_renewal(
    desk: Desk,
) -> None:
    session = desk.session()
    waiting = asyncio.create_task(session.ready())
    await desk.server.wait_for(1)
    waiting.cancel()
    await session.settle()
    assert (await desk.kept()).refresh == "refresh1"
    assert await session.ready() == "access1"
    assert desk.granter.shown == ["refresh0"]


async def test_a_nonce_asked_for_is_brought_at_once(desk: Desk) -> None:
    wants = Reply.of({"error": "use_dpop_nonce"}, 400, dpop_nonce="fresh")
    desk.granter.next.append(wants)
    assert await desk.session().ready() == "access1"
    asked = [read_proof(request.headers["dpop"])[1] for request in desk.server.requests]
    assert [claims.get("nonce") for claims in asked] == [None, "fresh"]
    # A server that is never content is not asked for ever.
    desk.granter.next.extend([wants] * 5)
    with pytest.raises(NoAnswer):
        await desk.session().ready()
    assert len(desk.server.requests) == 4


@pytest.mark.parametrize(
    "reply",
    [
        Fault.HANG_UP,
        Fault.NONSENSE,
        Reply(503, b""),
        Reply(200, b"{}"),
        Reply.of({"error": "invalid_client"}, 400),
        Reply.of({"error": "temporarily_unavailable"}, 401),
    ],
)
async def test_trouble_signs_nobody_out(desk: Desk, reply: Reply | Fault) -> None:
    desk.granter.next.append(reply)
    session = desk.session()
    with pytest.raises(NoAnswer):
        await session.ready()
    assert await session.ready() == "access1"


async def test_a_renewal_ahead_of_time_that_fails_leaves_the_token_at_hand(desk: Desk) -> None:
    session = desk.session()
    await session.ready()
    desk.clock.advance(LASTS_S / 2)
    desk.granter.next.append(Reply(503, b""))
    assert await session.ready() == "access1"
    desk.granter.next.append(Reply.of({}, 429, retry_after="10"))
    desk.clock.advance(LASTS_S / 2 - 1)
    assert await session.ready() == "access1"
    desk.clock.advance(1)
    with pytest.raises(TooMany):
        await session.ready()
    desk.clock.advance(10)
    assert await session.ready() == "access2"


async def test_a_lost_answer_is_not_asked_for_again_while_a_token_is_at_hand(desk: Desk) -> None:
    session = desk.session()
    await session.ready()
    desk.clock.advance(LASTS_S / 2)
    desk.granter.lose = True  # renewed there, and never heard of here
    assert await session.ready() == "access1"
    desk.clock.advance(LASTS_S / 2 - 1)
    assert await session.ready() == "access1"
    assert desk.granter.shown == ["refresh0", "refresh1"]
    assert not desk.granter.ended
    # With nothing left to lose it is tried, and what it means is told.
    desk.clock.advance(1)
    with pytest.raises(SignInNeeded, match="replayed"):
        await session.ready()


async def test_a_lost_answer_without_a_token_at_hand_is_told(desk: Desk) -> None:
    desk.granter.next.append(Fault.HALF)
    with pytest.raises(LostAnswer):
        await desk.session().ready()


async def test_somebody_elses_tokens_are_not_taken(desk: Desk) -> None:
    other = {"access_token": "a", "token_type": "DPoP", "refresh_token": "r", "sub": "did:plc:x"}
    desk.granter.next.append(Reply.of(other))
    with pytest.raises(SignInNeeded):
        await desk.session().ready()
    assert (await desk.kept()).refresh == "refresh0"
    # Nor are tokens that anybody could use.
    desk.granter.next.append(Reply.of({**other, "sub": DID, "token_type": "Bearer"}))
    with pytest.raises(NoAnswer):
        await desk.session().ready()


async def test_a_key_that_was_spoiled_means_signing_in_again(desk: Desk) -> None:
    kept = await desk.kept()
    assert kept.grant is not None
    for text in ("", "!!", "A" * 43):
        grant = msgspec.structs.replace(kept.grant, key=text)
        spoiled = msgspec.structs.replace(kept, grant=grant)
        await desk.vault.write(entry_name(HANDLE), msgspec.json.encode(spoiled).decode())
        with pytest.raises(SignInNeeded):
            await desk.session().ready()
    assert desk.granter.shown == []
