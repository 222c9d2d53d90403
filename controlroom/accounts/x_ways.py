"""The ways into X: the browser (OAuth 2 with PKCE), or tokens somebody has already.

X takes only redirect addresses that are registered with it, to the letter, so the port the browser
comes back to is a setting. Client ids are settings too; none is shipped.
"""

import asyncio
import logging
import secrets
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from html import escape
from urllib.parse import urlencode

from controlroom.accounts.sign_in import SignInFailed, server_origin
from controlroom.accounts.ways_in import Blank, Doorstep, Given, SignedIn, WayIn, WaysIn
from controlroom.accounts.x_profile import read_avatar, read_profile
from controlroom.accounts.x_session import (
    Kept,
    entry_name,
    read_kept,
    with_tokens,
    write_kept,
)
from controlroom.accounts.x_tokens import (
    ACCESS_S,
    SCOPES,
    Client,
    SessionError,
    SignInNeeded,
    TokenDesk,
    Tokens,
    TooMany,
)
from controlroom.clock import MICROS, Clock
from controlroom.errors import WrongInput
from controlroom.messages import Span, english, message
from controlroom.net.callback import Callback, Pkce, callback

log = logging.getLogger("controlroom.accounts.x")

SERVER = "https://api.x.com"
AUTHORIZE = "https://x.com/i/oauth2/authorize"
CLIENT_ID = "x.client_id"
_PERSON_TAKES_S = 600.0
_GOODBYE_S = 8.0


async def through_browser(given: Given, doorstep: Doorstep) -> SignedIn:
    """Sign in with ``server`` and, for a confidential client, ``client_secret``, in the browser.
    Raises UserFacingError."""
    server = _server(given)
    client = _client(given, doorstep, server)
    if not client.id:
        raise WrongInput(message("x.no_client_id", setting=CLIENT_ID))
    port = doorstep.settings.get("x.callback_port", "0").strip()
    if not port.isdecimal() or int(port) > 65_535:
        raise WrongInput(message("x.bad_port", port=port))
    async with AsyncExitStack() as open_now:
        page = f"<!doctype html><meta charset=utf-8><p>{escape(english(message('x.back')))}</p>"
        try:
            waiting = await open_now.enter_async_context(callback(page, int(port)))
        except OSError as problem:
            raise SignInFailed(message("x.port_taken", port=int(port))) from problem
        tokens = await _agreed(client, waiting, doorstep)
    return await _enter(client, tokens, doorstep)


async def _agreed(client: Client, waiting: Callback, doorstep: Doorstep) -> Tokens:
    """The tokens for what the person says in the browser. Raises SignInFailed."""
    pkce, state = Pkce.new(), secrets.token_urlsafe(24)
    asked = {
        "response_type": "code",
        "client_id": client.id,
        "redirect_uri": waiting.address,
        "scope": " ".join(SCOPES),
        "state": state,
        "code_challenge": pkce.challenge,
        "code_challenge_method": "S256",
    }
    doorstep.open_page(f"{_authorize(client.server, doorstep.settings)}?{urlencode(asked)}")
    try:
        came = await waiting.answer(_PERSON_TAKES_S)
    except TimeoutError as problem:
        raise SignInFailed(message("x.nobody_came")) from problem
    code = _code(came, state)
    # X's codes live for thirty seconds, so this comes before anything else.
    with _told_in_words(client.server, doorstep.clock):
        desk = TokenDesk(client, doorstep.http, doorstep.pacing)
        return await desk.exchange(code, pkce.verifier, waiting.address)


async def with_tokens_at_hand(given: Given, doorstep: Doorstep) -> SignedIn:
    """Sign in with ``access_token`` and, so that it can be renewed, ``refresh_token``. Raises
    UserFacingError."""
    server = _server(given)
    access, refresh = (given.get(name, "").strip() for name in ("access_token", "refresh_token"))
    if not access:
        raise WrongInput(message("x.blank", blank=message("x.access_token")))
    client = _client(given, doorstep, server)
    if refresh and not client.id:
        raise WrongInput(message("x.no_client_id", setting=CLIENT_ID))
    # How old it is nobody tells; two hours is the longest it can last.
    return await _enter(client, Tokens(access, ACCESS_S, refresh), doorstep)


async def sign_out(handle: str, server: str, doorstep: Doorstep) -> None:
    """Forget the tokens of ``handle`` here and, where X can be reached, there. Raises
    VaultClosed."""
    kept = await read_kept(doorstep.vault, handle)
    if kept is not None and kept.client_id:
        client = Client(kept.server, kept.client_id, kept.client_secret)
        desk = TokenDesk(client, doorstep.http, doorstep.pacing)
        try:
            async with asyncio.timeout(_GOODBYE_S):
                for token in filter(None, (kept.refresh, kept.access)):
                    await desk.revoke(token)
        except (SessionError, TimeoutError) as problem:
            # Here they are forgotten all the same; the access token there lasts two hours at most.
            log.info("the sign-in of %s stays at X: %s", handle, type(problem).__name__)
    await doorstep.vault.erase(entry_name(handle))


async def _enter(client: Client, tokens: Tokens, doorstep: Doorstep) -> SignedIn:
    with _told_in_words(client.server, doorstep.clock):
        profile = await read_profile(
            doorstep.http, doorstep.pacing, client.server, tokens.access_token
        )
    kept = with_tokens(
        Kept(
            profile.id,
            profile.username,
            profile.name,
            client.server,
            access="",
            until=0,
            client_id=client.id,
            client_secret=client.secret,
        ),
        tokens,
        doorstep.clock.now(),
    )
    await write_kept(doorstep.vault, kept)
    avatar = await read_avatar(doorstep.http, profile.profile_image_url)
    return SignedIn("x", profile.username, profile.name, client.server, avatar)


@contextmanager
def _told_in_words(server: str, clock: Clock) -> Iterator[None]:
    try:
        yield
    except SignInNeeded as problem:
        raise SignInFailed(message("sign_in.refused", words=str(problem))) from problem
    except TooMany as problem:
        span = Span(max(0, problem.until - clock.now()) / MICROS)
        raise SignInFailed(message("sign_in.wait", span=span)) from problem
    except SessionError as problem:
        raise SignInFailed(message("sign_in.unreachable", server=server)) from problem


def _code(came: Mapping[str, str], state: str) -> str:
    """The code that the browser brought. Raises SignInFailed."""
    # Who sends a browser here with another state wants us to use a code of theirs.
    if not secrets.compare_digest(came.get("state", "").encode(), state.encode()):
        raise SignInFailed(message("x.not_ours"))
    if came.get("error") == "access_denied":
        raise SignInFailed(message("x.denied"))
    if not came.get("code"):
        words = came.get("error_description") or came.get("error") or "?"
        raise SignInFailed(message("sign_in.refused", words=words))
    return came["code"]


def _authorize(server: str, settings: Mapping[str, str]) -> str:
    told = settings.get("x.authorize_url", "").strip()
    return told or (AUTHORIZE if server == SERVER else f"{server}/i/oauth2/authorize")


def _client(given: Given, doorstep: Doorstep, server: str) -> Client:
    secret = given.get("client_secret", "").strip()
    return Client(server, doorstep.settings.get(CLIENT_ID, "").strip(), secret)


def _server(given: Given) -> str:
    return server_origin(given.get("server", "").strip() or SERVER)


_SERVER_BLANK = Blank("server", message("x.server"), message("x.server.hint"), value=SERVER)
_SECRET_BLANK = Blank(
    "client_secret",
    message("x.client_secret"),
    message("x.client_secret.hint"),
    secret=True,
    optional=True,
)

WAYS = WaysIn(
    title="X",
    ways=(
        WayIn(
            channel="x",
            way="browser",
            title=message("x.way.browser"),
            how=message("x.way.browser.how"),
            blanks=(_SECRET_BLANK, _SERVER_BLANK),
            run=through_browser,
            browser=True,
            needs=(CLIENT_ID,),
        ),
        WayIn(
            channel="x",
            way="token",
            title=message("x.way.token"),
            how=message("x.way.token.how"),
            blanks=(
                Blank(
                    "access_token",
                    message("x.access_token"),
                    message("x.access_token.hint"),
                    secret=True,
                ),
                Blank(
                    "refresh_token",
                    message("x.refresh_token"),
                    message("x.refresh_token.hint"),
                    secret=True,
                    optional=True,
                ),
                _SERVER_BLANK,
                _SECRET_BLANK,
            ),
            run=with_tokens_at_hand,
        ),
    ),
    sign_out=sign_out,
)
