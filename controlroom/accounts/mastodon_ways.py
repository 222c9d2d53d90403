"""The ways into a server that speaks the Mastodon API: the browser, or a token made there."""

import asyncio
import logging
import secrets
from collections.abc import Mapping
from html import escape

from controlroom.accounts.mastodon_oauth import Entrance, Granted
from controlroom.accounts.mastodon_session import Kept, entry_name, keep, kept_for
from controlroom.accounts.sign_in import SignInFailed, server_origin
from controlroom.accounts.ways_in import Blank, Doorstep, Given, SignedIn, WayIn, WaysIn
from controlroom.errors import UserFacingError, WrongInput
from controlroom.messages import english, message
from controlroom.net.callback import Pkce, callback

log = logging.getLogger("controlroom.accounts.mastodon")

PERSON_TAKES_S = 600.0
_GOODBYE_S = 8.0


async def through_browser(given: Given, doorstep: Doorstep) -> SignedIn:
    """Sign in to ``server`` in the browser. Raises UserFacingError."""
    entrance = _entrance(given, doorstep)
    page = f"<!doctype html><meta charset=utf-8><p>{escape(english(message('mastodon.back')))}</p>"
    async with callback(page) as waiting:
        pkce = Pkce.new() if await entrance.takes_pkce() else None
        app = await entrance.register(waiting.address)
        state = secrets.token_urlsafe(24)
        doorstep.open_page(entrance.page(app, waiting.address, state, pkce))
        try:
            came = await waiting.answer(PERSON_TAKES_S)
        except TimeoutError as problem:
            raise SignInFailed(message("mastodon.nobody_came")) from problem
        granted = await entrance.change(app, _code(came, state), waiting.address, pkce)
    return await _welcome(entrance, granted, doorstep, app.client_id, app.client_secret)


async def with_token(given: Given, doorstep: Doorstep) -> SignedIn:
    """Sign in to ``server`` with an access ``token`` made there. Raises UserFacingError."""
    token = given.get("token", "").strip()
    if not token:
        raise WrongInput(message("mastodon.blank", blank=message("mastodon.token")))
    return await _welcome(_entrance(given, doorstep), Granted(token), doorstep)


async def sign_out(handle: str, server: str, doorstep: Doorstep) -> None:
    """Forget the sign-in of ``handle`` here and, where the server can be reached, there. A token
    that was pasted belongs to an app of its owner and stays there. Raises VaultClosed."""
    kept = await kept_for(doorstep.vault, handle)
    if kept is not None and kept.client_id:
        try:
            async with asyncio.timeout(_GOODBYE_S):
                await Entrance(kept.server, doorstep.http, doorstep.pacing).revoke(kept)
        except (UserFacingError, TimeoutError) as problem:
            log.info("the sign-in of %s stays on its server: %s", handle, type(problem).__name__)
    await doorstep.vault.erase(entry_name(handle))


async def _welcome(
    entrance: Entrance,
    granted: Granted,
    doorstep: Doorstep,
    client_id: str = "",
    client_secret: str = "",
) -> SignedIn:
    """See whose token it is, and keep it."""
    profile = await entrance.profile(granted.access_token)
    handle = await entrance.handle(profile)
    kept = Kept(
        handle,
        entrance.server,
        profile.id,
        granted.access_token,
        granted.scope,
        client_id,
        client_secret,
    )
    await keep(doorstep.vault, kept)
    picture = await entrance.avatar(profile)
    name = profile.display_name.strip() or profile.username
    return SignedIn("mastodon", handle, name, entrance.server, picture)


def _entrance(given: Given, doorstep: Doorstep) -> Entrance:
    written = given.get("server", "").strip()
    if not written:
        raise WrongInput(message("mastodon.blank", blank=message("mastodon.server")))
    # People write their own name, user@host or @user@host, where the server is asked for.
    named = written if "://" in written else written.rpartition("@")[2]
    if any(c.isspace() for c in named):
        raise WrongInput(message("sign_in.bad_server", server=written))
    return Entrance(server_origin(named), doorstep.http, doorstep.pacing)


def _code(came: Mapping[str, str], state: str) -> str:
    """The code that the browser brought. Raises SignInFailed."""
    # Another state: somebody sends a browser here to have us use a code that we never asked for.
    if not secrets.compare_digest(came.get("state", "").encode(), state.encode()):
        raise SignInFailed(message("mastodon.not_ours"))
    if came.get("error") == "access_denied":
        raise SignInFailed(message("mastodon.denied"))
    if not came.get("code"):
        words = came.get("error_description") or came.get("error") or "?"
        raise SignInFailed(message("sign_in.refused", words=words))
    return came["code"]


_SERVER = Blank("server", message("mastodon.server"), message("mastodon.server.hint"))

WAYS = WaysIn(
    title="Mastodon",
    ways=(
        WayIn(
            channel="mastodon",
            way="browser",
            title=message("mastodon.way.browser"),
            how=message("mastodon.way.browser.how"),
            blanks=(_SERVER,),
            run=through_browser,
            browser=True,
        ),
        WayIn(
            channel="mastodon",
            way="token",
            title=message("mastodon.way.token"),
            how=message("mastodon.way.token.how"),
            blanks=(
                _SERVER,
                Blank(
                    "token", message("mastodon.token"), message("mastodon.token.hint"), secret=True
                ),
            ),
            run=with_token,
        ),
    ),
    sign_out=sign_out,
)
