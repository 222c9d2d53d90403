"""Signing in to Bluesky with an app password. The password itself is not kept."""

from ipaddress import ip_address
from urllib.parse import urlsplit

import msgspec

from controlroom.accounts.bluesky_session import (
    Kept,
    NoAnswer,
    SignInNeeded,
    TooMany,
    entry_name,
    plain_handle,
    read_tokens,
)
from controlroom.accounts.vault import Vault
from controlroom.errors import UserFacingError, WrongInput
from controlroom.messages import Span, message
from controlroom.net.http import Http, WireError
from controlroom.net.pacing import Pacing
from controlroom.net.xrpc import fault, method_url

CREATE = "com.atproto.server.createSession"
DEFAULT_SERVER = "https://bsky.social"
_DEADLINE_S = 20.0


class SignInFailed(UserFacingError):
    """The server did not let us in, or could not be reached."""


class _Service(msgspec.Struct, rename="camel"):
    id: str = ""
    service_endpoint: object = ""


class _Document(msgspec.Struct):
    service: list[_Service] = []


class _Session(msgspec.Struct, rename="camel"):
    did_doc: _Document | None = None


async def sign_in_to_bluesky(
    http: Http,
    vault: Vault,
    pacing: Pacing,
    handle: str,
    app_password: str,
    server: str = DEFAULT_SERVER,
) -> Kept:
    """Sign in and keep the session in the vault under the account's handle.

    ``handle`` may be written with @; ``server`` with or without https://. Returns who it is, with
    the address of the account's own server. Raises WrongInput, SignInFailed, VaultClosed.
    """
    origin = server_origin(server)
    lane = f"{origin} {CREATE}"
    if pacing.until(lane) is not None:
        raise _too_often(pacing, lane)
    try:
        answer = await http.ask(
            "POST",
            method_url(origin, CREATE),
            headers={"content-type": "application/json"},
            body=msgspec.json.encode(
                {"identifier": plain_handle(handle), "password": app_password.strip()}
            ),
            deadline=_DEADLINE_S,
            what=CREATE,
        )
    except WireError as problem:
        raise SignInFailed(message("sign_in.unreachable", server=origin)) from problem
    until = pacing.note(lane, answer)
    if answer.status == 401 and fault(answer).name == "AuthFactorTokenRequired":
        raise SignInFailed(message("sign_in.second_factor"), message("sign_in.make_app_password"))
    try:
        tokens = read_tokens(answer, until)
    except TooMany as problem:
        raise _too_often(pacing, lane) from problem
    except SignInNeeded as problem:
        raise SignInFailed(
            message("sign_in.refused", words=str(problem)), message("sign_in.make_app_password")
        ) from problem
    except NoAnswer as problem:
        raise SignInFailed(message("sign_in.trouble", server=origin)) from problem
    kept = Kept(tokens.did, tokens.handle, _own_server(answer.body, origin), tokens.refresh_jwt)
    await vault.write(entry_name(tokens.handle), msgspec.json.encode(kept).decode())
    return kept


async def sign_out_of_bluesky(vault: Vault, handle: str) -> None:
    """Forget the session kept for ``handle``; none is no error. Raises VaultClosed."""
    await vault.erase(entry_name(handle))


def server_origin(written: str) -> str:
    """Scheme, host and port of a server as a person wrote it. Plain HTTP is for this computer only:
    a password would be readable on the way. Raises WrongInput."""
    text = written.strip().rstrip("/")
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        port = parts.port
    except ValueError as problem:
        raise WrongInput(message("sign_in.bad_server", server=written)) from problem
    host = parts.hostname or ""
    safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    if not host or not safe or parts.path or parts.query or parts.username is not None:
        raise WrongInput(message("sign_in.bad_server", server=written))
    named = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{named}" + (f":{port}" if port else "")


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this computer."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _own_server(body: bytes, asked: str) -> str:
    """The account's own server by its DID document: one hop fewer than through the entrance that
    was asked. A test server on this computer stays as it was written."""
    if is_loopback(urlsplit(asked).hostname or ""):
        return asked
    try:
        document = msgspec.json.decode(body, type=_Session).did_doc
    except msgspec.DecodeError:
        return asked
    for service in document.service if document else []:
        if service.id.endswith("#atproto_pds") and isinstance(service.service_endpoint, str):
            try:
                return server_origin(service.service_endpoint)
            except WrongInput:
                return asked
    return asked


def _too_often(pacing: Pacing, lane: str) -> SignInFailed:
    return SignInFailed(message("sign_in.wait", span=Span(pacing.seconds_left(lane))))
