"""The token endpoint of X: a code or a refresh token becomes an access token.

SessionError
├── SignInNeeded   nobody is signed in, or the grant ended; sign in again
├── TooMany        asked too often; ``until`` is UTC µs
└── NoAnswer       no answer that can be read; the grant stays. ``arrived``: whether the request may
                   have been carried out, so that its refresh token may be used up

Source: docs.x.com, OAuth 2.0 Authorization Code Flow with PKCE; RFC 6749.
"""

from base64 import b64encode
from dataclasses import dataclass
from urllib.parse import quote_plus, urlencode

import msgspec

from controlroom.net.http import Answer, Http, MayHaveArrived, WireError
from controlroom.net.pacing import Pacing

TOKEN = "/2/oauth2/token"
REVOKE = "/2/oauth2/revoke"
SCOPES = ("tweet.read", "tweet.write", "users.read", "media.write", "offline.access")
ACCESS_S = 7_200.0
"""An access token lasts two hours."""

_DEADLINE_S = 15.0
# "invalid_request" is what X answers to a refresh token that is used up or unknown.
_ENDED = frozenset({"invalid_grant", "invalid_request", "invalid_token", "access_denied"}) | {
    "invalid_client",
    "unauthorized_client",
    "unsupported_grant_type",
}


class SessionError(Exception):
    """No access token to be had."""


class SignInNeeded(SessionError):
    """Nobody is signed in on this computer, or the grant ended."""


class TooMany(SessionError):
    """The server wants fewer requests."""

    def __init__(self, until: int) -> None:
        super().__init__(until)
        self.until = until


class NoAnswer(SessionError):
    """The server did not answer, or not in a way that can be read."""

    def __init__(self, why: str, *, arrived: bool = False) -> None:
        super().__init__(why)
        self.arrived = arrived


@dataclass(frozen=True, slots=True)
class Client:
    """This program as X knows it: the server's address, the client's id and, where X gave one
    ("confidential client"), its secret."""

    server: str
    id: str
    secret: str = ""


class Tokens(msgspec.Struct):
    """What the token endpoint answers. ``expires_in`` in seconds; ``refresh_token`` is empty where
    the scope offline.access was not given."""

    access_token: str
    expires_in: float = ACCESS_S
    refresh_token: str = ""
    scope: str = ""


class _Fault(msgspec.Struct):
    error: str = ""
    error_description: str = ""


class TokenDesk:
    """Asks the token endpoint of one client."""

    def __init__(self, client: Client, http: Http, pacing: Pacing) -> None:
        self._client = client
        self._http = http
        self._pacing = pacing

    async def exchange(self, code: str, verifier: str, redirect: str) -> Tokens:
        """The tokens for a code the browser brought back. Raises SessionError."""
        return await self._ask(
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": redirect,
                "code_verifier": verifier,
            }
        )

    async def refresh(self, token: str) -> Tokens:
        """New tokens for a refresh token, which is used up by it. Raises SessionError."""
        return await self._ask({"grant_type": "refresh_token", "refresh_token": token})

    async def revoke(self, token: str) -> None:
        """Tell the server to forget a token. Raises SessionError."""
        answer = await self._post(REVOKE, {"token": token})
        if answer.status != 200:
            raise NoAnswer(f"HTTP {answer.status}")

    async def _ask(self, asked: dict[str, str]) -> Tokens:
        lane = f"{self._client.server} {TOKEN}"
        wait = self._pacing.until(lane)
        if wait is not None:
            raise TooMany(wait)
        answer = await self._post(TOKEN, asked)
        until = self._pacing.note(lane, answer)
        if answer.status == 429:
            raise TooMany(until or 0)
        return _read(answer)

    async def _post(self, path: str, asked: dict[str, str]) -> Answer:
        headers = {"content-type": "application/x-www-form-urlencoded"}
        if self._client.secret:
            both = f"{quote_plus(self._client.id)}:{quote_plus(self._client.secret)}"
            headers["authorization"] = f"Basic {b64encode(both.encode()).decode()}"
        try:
            return await self._http.ask(
                "POST",
                f"{self._client.server}{path}",
                headers=headers,
                body=urlencode({**asked, "client_id": self._client.id}).encode(),
                deadline=_DEADLINE_S,
                what=path,
            )
        except MayHaveArrived as problem:
            raise NoAnswer(str(problem), arrived=True) from problem
        except WireError as problem:
            raise NoAnswer(str(problem)) from problem


def _read(answer: Answer) -> Tokens:
    if answer.status in {400, 401, 403}:
        try:
            fault = msgspec.json.decode(answer.body, type=_Fault)
        except (msgspec.DecodeError, UnicodeDecodeError):
            fault = _Fault()
        # Whatever else says no (a firewall on the way, say) does not end a grant.
        if fault.error in _ENDED:
            raise SignInNeeded(fault.error_description or fault.error)
    if answer.status != 200:
        raise NoAnswer(f"HTTP {answer.status}", arrived=answer.status >= 500)
    try:
        return msgspec.json.decode(answer.body, type=Tokens)
    except (msgspec.DecodeError, UnicodeDecodeError):
        # The cause is left out: it may quote the answer, and with it a token.
        raise NoAnswer("unreadable answer", arrived=True) from None
