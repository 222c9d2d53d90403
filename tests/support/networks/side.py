"""The networks there are to test against: each simulated by a server, with an account on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from controlroom.accounts import bluesky_session, mastodon_session, x_session
from controlroom.channels.table import CHANNELS
from controlroom.clock import MICROS, Clock
from controlroom.event.live_event import Account
from tests.channels.fake_pds import DID, FakePds
from tests.channels.fake_pds import HANDLE as BLUESKY_HANDLE
from tests.net.fake_server import Fault, Reply, Request
from tests.support import x_server, x_server_sign_in
from tests.support.mastodon_server import FakeMastodon
from tests.support.mastodon_truth import ACCOUNT, HANDLE, SCOPES, TOKEN, Kind


def nothing(_url: str) -> dict[str, str]:
    """No settings."""
    return {}


@dataclass(frozen=True)
class Side:
    """One simulated network. ``posts`` are what is up there now (id → words); ``account``,
    ``secrets`` (vault entries) and ``settings`` are made for the address it listens on.

    ``tells``: whether looking can tell that a post is not there. ``signed_in``: whether the server
    still lets the account in.
    """

    kind: str
    channel: str
    tells: bool
    answering: Callable[[Request], Reply | Fault]
    posts: Callable[[], Mapping[str, str]]
    account: Callable[[str], Account]
    secrets: Callable[[str], dict[str, str]]
    settings: Callable[[str], dict[str, str]] = nothing
    signed_in: Callable[[], bool] = lambda: True


def bluesky(_clock: Clock) -> Side:
    """A PDS with a password session. A record's own name is the key, so looking tells."""
    pds = FakePds()

    def secrets(url: str) -> dict[str, str]:
        kept = bluesky_session.Kept(DID, BLUESKY_HANDLE, url, "refresh0")
        return {bluesky_session.entry_name(BLUESKY_HANDLE): msgspec.json.encode(kept).decode()}

    return Side(
        "bluesky",
        "bluesky",
        tells=True,
        answering=pds,
        posts=lambda: {rkey: record.get("text", "") for rkey, record in pds.public.items()},
        account=lambda url: Account("bluesky", BLUESKY_HANDLE, "The desk", server=url),
        secrets=secrets,
    )


def mastodon(clock: Clock, kind: Kind, name: str) -> Side:
    """A server that speaks the Mastodon API. Looking tells where it honours keys."""
    server = FakeMastodon(kind=kind, now=clock.now)

    def secrets(url: str) -> dict[str, str]:
        server.url = url
        kept = mastodon_session.Kept(HANDLE, url, ACCOUNT, TOKEN, SCOPES)
        return {mastodon_session.entry_name(HANDLE): msgspec.json.encode(kept).decode()}

    return Side(
        name,
        "mastodon",
        tells=kind is Kind.MASTODON,
        answering=server,
        posts=lambda: {status.id: status.text for status in server.standing},
        account=lambda url: Account("mastodon", HANDLE, "The desk", server=url),
        secrets=secrets,
    )


def x(clock: Clock) -> Side:
    """X: no keys, and a timeline that may be late."""
    server = x_server.FakeX(clock)

    def secrets(url: str) -> dict[str, str]:
        kept = x_session.Kept(
            x_server.USER,
            x_server.HANDLE,
            x_server.NAME,
            url,
            server.first.access,
            clock.now() + x_server_sign_in.LIFE_S * MICROS,
            server.first.refresh,
            x_server_sign_in.CLIENT,
            scopes=tuple(x_server_sign_in.SCOPE.split()),
        )
        return {x_session.entry_name(x_server.HANDLE): msgspec.json.encode(kept).decode()}

    return Side(
        "x",
        "x",
        tells=False,
        answering=server,
        posts=lambda: {tweet.id: tweet.text for tweet in server.public},
        account=lambda url: Account("x", x_server.HANDLE, "The desk", server=url),
        secrets=secrets,
        signed_in=lambda: any(grant.alive for grant in server.sign_in.grants),
    )


SIDES: dict[str, Callable[[Clock], Side]] = {
    "bluesky": bluesky,
    "mastodon": lambda clock: mastodon(clock, Kind.MASTODON, "mastodon"),
    "mastodon-sequential": lambda clock: mastodon(clock, Kind.SEQUENTIAL, "mastodon-sequential"),
    "mastodon-ignores": lambda clock: mastodon(clock, Kind.IGNORES, "mastodon-ignores"),
    "x": x,
}


def usable() -> tuple[str, ...]:
    """Those whose channel is in the table."""
    known = {plugin.key for plugin in CHANNELS.known()}
    return tuple(name for name in SIDES if name.partition("-")[0] in known)
