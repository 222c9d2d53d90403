"""How a person signs in: what is asked, where, and what comes of it. One table for all networks."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from controlroom.accounts.vault import Vault
from controlroom.clock import Clock
from controlroom.messages import Message
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from controlroom.plugins import Table


@dataclass(frozen=True, slots=True)
class Doorstep:
    """What signing in needs. ``open_page`` shows a person a page in their browser; ``settings`` are
    names and values without secrets ("x.client_id")."""

    http: Http
    vault: Vault
    pacing: Pacing
    clock: Clock
    settings: Mapping[str, str]
    open_page: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Blank:
    """One thing a person is asked for. ``secret``: never shown, never an argument; ``optional``: it
    may stay empty."""

    name: str
    label: Message
    hint: Message | None = None
    secret: bool = False
    value: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An account that is signed in, its secrets in the vault already. ``handle`` as the network
    writes it, ``server`` scheme, host and port, ``avatar`` the picture's bytes."""

    channel: str
    handle: str
    name: str
    server: str
    avatar: bytes | None = None


Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WayIn:
    """One way to sign in to one network. ``how`` tells a person what to do, ``needs`` names the
    settings that must be there first, ``browser``: it goes on in the browser. ``run`` raises
    UserFacingError."""

    channel: str
    way: str
    title: Message
    how: Message
    blanks: tuple[Blank, ...]
    run: Callable[[Given, Doorstep], Awaitable[SignedIn]]
    browser: bool = False
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WaysIn:
    """The ways into one network, the usual one first. ``sign_out`` forgets (handle, server) here
    and, where the network can be reached, there."""

    title: str
    ways: tuple[WayIn, ...]
    sign_out: Callable[[str, str, Doorstep], Awaitable[None]]


WAYS_IN = Table(
    kind="sign-in",
    group="controlroom.sign_ins",
    built_in={
        "bluesky": "controlroom.accounts.bluesky_ways:WAYS",
        "mastodon": "controlroom.accounts.mastodon_ways:WAYS",
        "x": "controlroom.accounts.x_ways:WAYS",
    },
)


def ways_into(channel: str) -> WaysIn:
    """The ways into ``channel``. Raises PluginBroken where there are none."""
    ways: WaysIn = WAYS_IN.load(channel)
    return ways
