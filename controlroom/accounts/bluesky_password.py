"""Signing in to Bluesky with an app password, and the tokens that gives.

The password itself is not kept. Source: the lexicons com.atproto.server.*.
"""

import base64
import binascii

import msgspec

from controlroom.accounts.bluesky_session import (
    Fresh,
    Kept,
    NoAnswer,
    SignInNeeded,
    TooMany,
    keep,
    plain_handle,
)
from controlroom.accounts.sign_in import SignInFailed, on_this_computer, server_origin
from controlroom.accounts.vault import Vault
from controlroom.errors import WrongInput
from controlroom.messages import Span, message
from controlroom.net.http import Answer, Http, WireError
from controlroom.net.pacing import Pacing
from controlroom.net.xrpc import fault, method_url

CREATE = "com.atproto.server.createSession"
REFRESH = "com.atproto.server.refreshSession"
END = "com.atproto.server.deleteSession"
DEFAULT_SERVER = "https://bsky.social"
_DEADLINE_S = 20.0
_UNTOLD_S = 3_600.0
"""Taken for the life of a token that does not tell."""


class _Tokens(msgspec.Struct, rename="camel"):
    """What createSession and refreshSession answer, as far as it is of use."""

    access_jwt: str
    refresh_jwt: str
    did: str
    handle: str


class Claims(msgspec.Struct):
    """What a token says about itself, in seconds since 1970."""

    exp: float = 0.0
    iat: float = 0.0
    scope: str = ""


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
        tokens = _read_tokens(answer, until)
    except TooMany as problem:
        raise _too_often(pacing, lane) from problem
    except SignInNeeded as problem:
        raise SignInFailed(
            message("sign_in.refused", words=str(problem)), message("sign_in.make_app_password")
        ) from problem
    except NoAnswer as problem:
        raise SignInFailed(message("sign_in.trouble", server=origin)) from problem
    kept = Kept(tokens.did, tokens.handle, _own_server(answer.body, origin), tokens.refresh_jwt)
    await keep(vault, kept)
    return kept


class PasswordTokens:
    """The tokens of a sign-in with an app password: whoever has one may use it."""

    def __init__(self, http: Http, pacing: Pacing) -> None:
        self._http = http
        self._pacing = pacing

    async def renew(self, kept: Kept) -> Fresh:
        """A new pair of tokens. Raises SessionError."""
        lane = f"{kept.server} {REFRESH}"
        wait = self._pacing.until(lane)
        if wait is not None:
            raise TooMany(wait)
        answer = await self._ask(kept, REFRESH)
        tokens = _read_tokens(answer, self._pacing.note(lane, answer))
        return Fresh(tokens.access_jwt, tokens.refresh_jwt, _lifetime(tokens.access_jwt))

    def headers(self, method: str, url: str, access: str) -> dict[str, str]:
        """The token, as it is."""
        return {"authorization": f"Bearer {access}"}

    def wants_again(self, url: str, answer: Answer) -> bool:
        """Never: there is nothing else to show."""
        return False

    async def end(self, kept: Kept) -> None:
        """Tell the server to forget the session. Raises SessionError."""
        answer = await self._ask(kept, END)
        if answer.status >= 500:
            raise NoAnswer(fault(answer).words)

    async def _ask(self, kept: Kept, method: str) -> Answer:
        try:
            return await self._http.ask(
                "POST",
                method_url(kept.server, method),
                headers={"authorization": f"Bearer {kept.refresh}"},
                deadline=_DEADLINE_S,
                what=method,
            )
        except WireError as problem:
            raise NoAnswer(str(problem)) from problem


def claims(token: str) -> Claims:
    """What a JWT says about itself; empty where it cannot be read. Nothing here proves it true."""
    try:
        payload = token.split(".")[1]
        return msgspec.json.decode(
            base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)), type=Claims
        )
    except (IndexError, binascii.Error, msgspec.DecodeError, UnicodeDecodeError):
        return Claims()


def _read_tokens(answer: Answer, until: int | None) -> _Tokens:
    """The tokens in an answer; ``until`` is what pacing made of it. Raises SessionError."""
    if answer.status == 429:
        raise TooMany(until or 0)
    if answer.status in {400, 401, 403}:
        raise SignInNeeded(fault(answer).words)
    if answer.status != 200:
        raise NoAnswer(fault(answer).words)
    try:
        return msgspec.json.decode(answer.body, type=_Tokens)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise NoAnswer(f"unreadable answer: {problem}") from problem


def _lifetime(token: str) -> float:
    """Seconds a JWT is good for. Both ends come from the server's clock, ours may be wrong."""
    told = claims(token)
    return max(0.0, told.exp - told.iat) if told.exp and told.iat else _UNTOLD_S


def _own_server(body: bytes, asked: str) -> str:
    """The account's own server by its DID document: one hop fewer than through the entrance that
    was asked. A test server on this computer stays as it was written."""
    if on_this_computer(asked):
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
