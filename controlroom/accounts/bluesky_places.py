"""Where an account lives and where it signs in: handle → DID → server (PDS) → who grants tokens.

Sources: the handle and DID specifications of atproto, RFC 9728 (protected resource metadata) and
RFC 8414 (authorization server metadata).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote, urlsplit

import msgspec

from controlroom.accounts.sign_in import SignInFailed, on_this_computer, server_origin
from controlroom.errors import WrongInput
from controlroom.messages import message
from controlroom.net.http import Answer, Http, WireError
from controlroom.net.xrpc import method_url

Shape = TypeVar("Shape")

RESOLVE = "com.atproto.identity.resolveHandle"
DIRECTORY = "bluesky.plc_directory"
_DIRECTORY = "https://plc.directory"
_DEADLINE_S = 15.0


@dataclass(frozen=True, slots=True)
class Home:
    """An account's identity and the server it lives on (scheme, host and port)."""

    did: str
    server: str


class Issuer(msgspec.Struct, frozen=True):
    """Who grants tokens for a server, and where it is asked."""

    issuer: str
    pushed_authorization_request_endpoint: str
    authorization_endpoint: str
    token_endpoint: str
    revocation_endpoint: str = ""


class _Resolved(msgspec.Struct):
    did: str


class _Resource(msgspec.Struct):
    resource: str
    authorization_servers: list[str]


class _Service(msgspec.Struct, rename="camel"):
    id: str
    service_endpoint: object


class _Document(msgspec.Struct, rename="camel"):
    id: str
    also_known_as: list[str] = []
    service: list[_Service] = []


class _Described(msgspec.Struct, rename="camel"):
    did: str
    did_doc: _Document


async def find_home(http: Http, handle: str, server: str, settings: Mapping[str, str]) -> Home:
    """Where ``handle`` lives, asked of ``server`` and of the directory of identities. Raises
    SignInFailed."""
    answer = await _get(http, method_url(server, RESOLVE, handle=handle), server)
    resolved = _read(answer, _Resolved)
    if resolved is None:
        if answer.status == 400:
            raise SignInFailed(message("bluesky.nobody", handle=handle, server=server))
        raise _trouble(server)
    document = await _document(http, resolved.did, server, settings)
    if f"at://{handle}" not in document.also_known_as:
        # The name points to an account that does not go by that name.
        raise SignInFailed(message("bluesky.nobody", handle=handle, server=server))
    for service in document.service:
        if service.id.endswith("#atproto_pds") and isinstance(service.service_endpoint, str):
            return Home(resolved.did, _origin(service.service_endpoint))
    raise SignInFailed(message("bluesky.homeless", handle=handle))


async def find_issuer(http: Http, server: str) -> Issuer:
    """Who grants tokens for ``server``. Raises SignInFailed."""
    answer = await _get(http, f"{server}/.well-known/oauth-protected-resource", server)
    resource = _read(answer, _Resource)
    if resource is None or not resource.authorization_servers:
        raise SignInFailed(message("bluesky.no_browser", server=server))
    named = resource.authorization_servers[0]
    origin = _origin(named)
    issuer = _read(
        await _get(http, f"{origin}/.well-known/oauth-authorization-server", origin), Issuer
    )
    # A server that says it is another one could take a sign-in meant for that.
    if issuer is None or issuer.issuer != named:
        raise SignInFailed(message("bluesky.no_browser", server=origin))
    for url in (
        issuer.pushed_authorization_request_endpoint,
        issuer.authorization_endpoint,
        issuer.token_endpoint,
    ):
        _origin(url)
    return issuer


async def _document(http: Http, did: str, server: str, settings: Mapping[str, str]) -> _Document:
    method, _, name = did.removeprefix("did:").partition(":")
    directory = settings.get(DIRECTORY) or _DIRECTORY
    if on_this_computer(server) and not settings.get(DIRECTORY):
        # A server for trying things out has identities the directory does not know.
        url = method_url(server, "com.atproto.repo.describeRepo", repo=did)
        described = _read(await _get(http, url, server), _Described)
        found = described.did_doc if described is not None else None
    elif method == "plc":
        found = _read(await _get(http, f"{directory}/{quote(did, safe=':')}", directory), _Document)
    elif method == "web" and name:
        url = f"https://{name}/.well-known/did.json"
        found = _read(await _get(http, url, url), _Document)
    else:
        found = None
    if found is None or found.id != did:
        raise _trouble(server)
    return found


async def _get(http: Http, url: str, server: str) -> Answer:
    try:
        return await http.ask("GET", url, deadline=_DEADLINE_S, what=urlsplit(url).path)
    except WireError as problem:
        raise SignInFailed(message("sign_in.unreachable", server=server)) from problem


def _read(answer: Answer, shape: type[Shape]) -> Shape | None:
    if answer.status != 200:
        return None
    try:
        return msgspec.json.decode(answer.body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _origin(url: str) -> str:
    """Scheme, host and port of an address that a server told. Raises SignInFailed when a password
    typed there would be readable on the way."""
    parts = urlsplit(url)
    try:
        return server_origin(f"{parts.scheme}://{parts.netloc}")
    except WrongInput as problem:
        raise _trouble(url) from problem


def _trouble(server: str) -> SignInFailed:
    return SignInFailed(message("sign_in.trouble", server=server))
