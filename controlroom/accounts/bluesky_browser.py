"""Signing in to Bluesky through the browser: no password comes near this program.

The request is pushed to the server first (PAR, RFC 9126), the person agrees in the browser, which
comes back to a page on this computer, and a code it brings is changed into tokens that are bound to
a key of ours (PKCE, DPoP). Source: the OAuth profile of atproto.
"""

import secrets
from collections.abc import Mapping
from urllib.parse import urlencode

import msgspec

from controlroom.accounts.bluesky_bound import (
    Granted,
    oauth_error,
    oauth_words,
    post_form,
    read_granted,
)
from controlroom.accounts.bluesky_dpop import DpopKey, Prover
from controlroom.accounts.bluesky_places import Home, Issuer, find_home, find_issuer
from controlroom.accounts.bluesky_session import Grant, Kept, NoAnswer, keep, plain_handle
from controlroom.accounts.sign_in import SignInFailed, on_this_computer, server_origin
from controlroom.accounts.ways_in import Doorstep
from controlroom.messages import english, message
from controlroom.net.callback import PATH, Pkce, callback
from controlroom.net.http import Answer

CLIENT_ID = "bluesky.client_id"
SCOPE = "atproto transition:generic"
_PERSON_TAKES_S = 600.0


class _Pushed(msgspec.Struct):
    request_uri: str


async def sign_in_through_browser(handle: str, server: str, doorstep: Doorstep) -> Kept:
    """Sign in and keep the session in the vault under the account's handle.

    ``server`` is asked who ``handle`` is. Returns who it is, with the account's own server. Raises
    WrongInput, SignInFailed, VaultClosed.
    """
    named = plain_handle(handle)
    origin = server_origin(server)
    client_id = client_id_for(origin, doorstep.settings)
    home = await find_home(doorstep.http, named, origin, doorstep.settings)
    issuer = await find_issuer(doorstep.http, home.server)
    key = DpopKey.new()
    prover = Prover(key)
    page = f"<!doctype html><meta charset=utf-8><p>{english(message('bluesky.back'))}</p>"
    async with callback(page) as waiting:
        pkce, state = Pkce.new(), secrets.token_urlsafe(24)
        form = {
            "client_id": client_id,
            "redirect_uri": waiting.address,
            "scope": SCOPE,
            "response_type": "code",
            "code_challenge": pkce.challenge,
            "code_challenge_method": "S256",
            "state": state,
            "login_hint": named,
        }
        pushed = await _pushed(doorstep, prover, issuer, form)
        asked = urlencode({"client_id": client_id, "request_uri": pushed})
        doorstep.open_page(f"{issuer.authorization_endpoint}?{asked}")
        try:
            came = await waiting.answer(_PERSON_TAKES_S)
        except TimeoutError as problem:
            raise SignInFailed(message("bluesky.nobody_came")) from problem
        code = _code(came, state, issuer)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": waiting.address,
            "client_id": client_id,
            "code_verifier": pkce.verifier,
        }
        granted = await _granted(doorstep, prover, issuer, form, home)
    kept = Kept(
        home.did,
        named,
        home.server,
        granted.refresh_token,
        Grant(
            issuer.issuer,
            issuer.token_endpoint,
            issuer.revocation_endpoint,
            client_id,
            key.text,
            granted.scope or SCOPE,
            doorstep.clock.now(),
        ),
    )
    await keep(doorstep.vault, kept)
    return kept


def client_id_for(server: str, settings: Mapping[str, str]) -> str:
    """As whom we ask: the address where our metadata is published, by the settings; for a server on
    this computer one that needs no publishing. Raises SignInFailed."""
    told = settings.get(CLIENT_ID, "")
    if told:
        return told
    if not on_this_computer(server):
        raise SignInFailed(message("bluesky.no_client_id", setting=CLIENT_ID))
    told = urlencode({"redirect_uri": f"http://127.0.0.1{PATH}", "scope": SCOPE})
    return f"http://localhost?{told}"


async def _pushed(doorstep: Doorstep, prover: Prover, issuer: Issuer, form: dict[str, str]) -> str:
    url = issuer.pushed_authorization_request_endpoint
    answer = await _post(doorstep, prover, url, form, "push")
    try:
        return msgspec.json.decode(answer.body, type=_Pushed).request_uri
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise SignInFailed(message("sign_in.trouble", server=issuer.issuer)) from problem


async def _granted(
    doorstep: Doorstep, prover: Prover, issuer: Issuer, form: dict[str, str], home: Home
) -> Granted:
    answer = await _post(doorstep, prover, issuer.token_endpoint, form, "change the code")
    granted = read_granted(answer)
    if granted is None or not granted.refresh_token:
        raise SignInFailed(message("sign_in.trouble", server=issuer.issuer))
    if granted.sub != home.did:
        # In the browser somebody else was signed in, or the server speaks for accounts that are
        # not its own.
        raise SignInFailed(message("bluesky.somebody_else"))
    return granted


async def _post(
    doorstep: Doorstep, prover: Prover, url: str, form: dict[str, str], what: str
) -> Answer:
    try:
        answer = await post_form(doorstep.http, prover, url, form, what)
    except NoAnswer as problem:
        raise SignInFailed(message("sign_in.unreachable", server=url)) from problem
    if oauth_error(answer):
        raise SignInFailed(message("sign_in.refused", words=oauth_words(answer)))
    if answer.status >= 400:
        raise SignInFailed(message("sign_in.trouble", server=url))
    return answer


def _code(came: Mapping[str, str], state: str, issuer: Issuer) -> str:
    """The code that the browser brought. Raises SignInFailed."""
    # Who sends a browser here with another state or from another server wants us to use a code
    # that is not the answer to our question.
    ours = secrets.compare_digest(came.get("state", "").encode(), state.encode())
    if not ours or came.get("iss") != issuer.issuer:
        raise SignInFailed(message("bluesky.not_ours"))
    if came.get("error") == "access_denied":
        raise SignInFailed(message("bluesky.denied"))
    if not came.get("code"):
        words = came.get("error_description") or came.get("error") or "?"
        raise SignInFailed(message("sign_in.refused", words=words))
    return came["code"]
