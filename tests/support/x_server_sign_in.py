"""The sign-in of the X stand-in: OAuth 2 with PKCE, and refresh tokens that work once.

A used refresh token that comes again ends the whole grant, its newest tokens included. Errors as X
words them, "Value passed for the token was invalid." above all.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from tests.net.fake_server import Reply, Request

LIFE_S = 7_200
CLIENT = "the-client"
SCOPE = "tweet.read tweet.write users.read media.write offline.access"


@dataclass
class Grant:
    """What one person allowed one program."""

    access: str
    ends: float
    refresh: str
    alive: bool = True


class FakeSignIn:
    """Tokens. ``now`` tells seconds; ``secret`` makes the client a confidential one; ``offline``
    False gives no refresh tokens."""

    def __init__(self) -> None:
        self.secret = ""
        self.offline = True
        self.life = LIFE_S
        self.now = 0.0
        self.made = 0
        self.grants: list[Grant] = []
        self.used: dict[str, Grant] = {}
        self.codes: dict[str, tuple[str, str]] = {}
        self.revoked: list[str] = []

    def grant(self) -> Grant:
        """Somebody said yes: a new pair of tokens."""
        made = Grant("", 0, "")
        self.grants.append(made)
        self._renew(made)
        return made

    def allow(self, query: dict[str, str]) -> str:
        """The person presses *Authorize app* on the page that ``query`` opened: the code."""
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256"
        code = f"code{len(self.codes)}"
        self.codes[code] = (query["code_challenge"], query["redirect_uri"])
        return code

    def knows(self, request: Request) -> bool:
        """Whether the access token of ``request`` is good."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        return any(
            grant.alive and grant.access == token and self.now < grant.ends for grant in self.grants
        )

    def end_access(self) -> None:
        """Every access token is over, as after two hours."""
        for grant in self.grants:
            grant.ends = self.now

    def token(self, request: Request) -> Reply:
        """POST /2/oauth2/token."""
        asked = dict(parse_qsl(request.body.decode()))
        if not self._client(request, asked):
            return _no(401, "unauthorized_client", "Missing valid authorization header")
        if asked.get("grant_type") == "authorization_code":
            return self._exchange(asked)
        token = asked.get("refresh_token", "")
        if token in self.used:
            self.used[token].alive = False
        for grant in self.grants:
            if grant.alive and token and grant.refresh == token:
                self.used[token] = grant
                return self._renew(grant)
        return _no(400, "invalid_request", "Value passed for the token was invalid.")

    def revoke(self, request: Request) -> Reply:
        """POST /2/oauth2/revoke."""
        asked = dict(parse_qsl(request.body.decode()))
        if not self._client(request, asked):
            return _no(401, "unauthorized_client", "Missing valid authorization header")
        self.revoked.append(asked["token"])
        for grant in self.grants:
            if asked["token"] in {grant.access, grant.refresh}:
                grant.alive = False
        return Reply.of({"revoked": True})

    def _exchange(self, asked: dict[str, str]) -> Reply:
        challenge, redirect = self.codes.pop(asked["code"], ("", ""))
        digest = hashlib.sha256(asked["code_verifier"].encode()).digest()
        proof = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if proof != challenge or redirect != asked["redirect_uri"]:
            return _no(
                400, "invalid_request", "Value passed for the authorization code was invalid."
            )
        made = Grant("", 0, "")
        self.grants.append(made)
        return self._renew(made)

    def _renew(self, grant: Grant) -> Reply:
        self.made += 1
        grant.access, grant.ends = f"Access{self.made}-secret", self.now + self.life
        grant.refresh = f"Refresh{self.made}-secret" if self.offline else ""
        told = {
            "token_type": "bearer",
            "expires_in": self.life,
            "access_token": grant.access,
            "scope": SCOPE,
        }
        return Reply.of(told | ({"refresh_token": grant.refresh} if grant.refresh else {}))

    def _client(self, request: Request, asked: dict[str, str]) -> bool:
        if not self.secret:
            return asked.get("client_id") == CLIENT
        basic = re.match(r"Basic (\S+)$", request.headers.get("authorization", ""))
        wanted = f"{CLIENT}:{self.secret}"
        return basic is not None and base64.b64decode(basic[1]).decode() == wanted


def _no(status: int, error: str, words: str) -> Reply:
    return Reply.of({"error": error, "error_description": words}, status)
