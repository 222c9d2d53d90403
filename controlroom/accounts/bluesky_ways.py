"""The ways into Bluesky: an app password, or the browser."""

import asyncio
import logging

import msgspec

from controlroom.accounts.bluesky_password import DEFAULT_SERVER, sign_in_to_bluesky
from controlroom.accounts.bluesky_profile import read_profile
from controlroom.accounts.bluesky_session import (
    Kept,
    SessionError,
    entry_name,
    plain_handle,
    token_kind,
)
from controlroom.accounts.ways_in import Blank, Doorstep, Given, SignedIn, WayIn, WaysIn
from controlroom.errors import WrongInput
from controlroom.messages import message

log = logging.getLogger("controlroom.accounts.bluesky")

_GOODBYE_S = 8.0


async def with_app_password(given: Given, doorstep: Doorstep) -> SignedIn:
    """Sign in with ``handle``, ``server`` and ``password``. Raises UserFacingError."""
    password = given.get("password", "").strip()
    if not password:
        raise WrongInput(message("bluesky.blank", blank=message("bluesky.app_password")))
    kept = await sign_in_to_bluesky(
        doorstep.http, doorstep.vault, doorstep.pacing, _handle(given), password, _server(given)
    )
    return await _signed_in(kept, doorstep)


async def through_browser(given: Given, doorstep: Doorstep) -> SignedIn:
    """Sign in with ``handle`` and ``server`` in the browser. Raises UserFacingError."""
    from controlroom.accounts.bluesky_browser import sign_in_through_browser

    kept = await sign_in_through_browser(_handle(given), _server(given), doorstep)
    return await _signed_in(kept, doorstep)


async def sign_out(handle: str, server: str, doorstep: Doorstep) -> None:
    """Forget the session of ``handle`` here and, where its server can be reached, there. Raises
    VaultClosed."""
    entry = entry_name(handle)
    text = await doorstep.vault.read(entry)
    if text is not None:
        try:
            async with asyncio.timeout(_GOODBYE_S):
                kept = msgspec.json.decode(text, type=Kept)
                kind = token_kind(kept, doorstep.http, doorstep.pacing, doorstep.clock)
                await kind.end(kept)
        except (msgspec.DecodeError, SessionError, TimeoutError) as problem:
            # Here it is forgotten all the same; there it runs out by itself.
            log.info("the sign-in of %s stays on its server: %s", handle, type(problem).__name__)
    await doorstep.vault.erase(entry)


async def _signed_in(kept: Kept, doorstep: Doorstep) -> SignedIn:
    name, avatar = await read_profile(doorstep.http, kept.server, kept.did)
    return SignedIn("bluesky", kept.handle, name or kept.handle, kept.server, avatar)


def _handle(given: Given) -> str:
    handle = plain_handle(given.get("handle", ""))
    if not handle:
        raise WrongInput(message("bluesky.blank", blank=message("bluesky.handle")))
    return handle


def _server(given: Given) -> str:
    return given.get("server", "").strip() or DEFAULT_SERVER


_BLANKS = (
    Blank("handle", message("bluesky.handle"), message("bluesky.handle.hint")),
    Blank(
        "server", message("bluesky.server"), message("bluesky.server.hint"), value=DEFAULT_SERVER
    ),
)

WAYS = WaysIn(
    title="Bluesky",
    ways=(
        WayIn(
            channel="bluesky",
            way="app-password",
            title=message("bluesky.way.password"),
            how=message("bluesky.way.password.how"),
            blanks=(
                *_BLANKS,
                Blank(
                    "password",
                    message("bluesky.app_password"),
                    message("bluesky.app_password.hint"),
                    secret=True,
                ),
            ),
            run=with_app_password,
        ),
        WayIn(
            channel="bluesky",
            way="browser",
            title=message("bluesky.way.browser"),
            how=message("bluesky.way.browser.how"),
            blanks=_BLANKS,
            run=through_browser,
            browser=True,
        ),
    ),
    sign_out=sign_out,
)
