"""Requests of a sign-in to a server that speaks the Mastodon API.

Nobody registers programs by hand there: each sign-in registers an app of its own and keeps its id
and secret. Source: documentation of Mastodon, methods apps, oauth, accounts and instance (read
2026-11); five apps in ten minutes are taken from one address (rack_attack.rb).
"""

from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

import msgspec

from controlroom.accounts.mastodon_session import Kept, plain_handle
from controlroom.accounts.sign_in import SignInFailed, is_loopback
from controlroom.messages import Span, message
from controlroom.net.callback import Pkce
from controlroom.net.http import Answer, Http, WireError
from controlroom.net.pacing import Pacing

SCOPES = "read:accounts read:statuses read:search write:statuses write:media"
"""What posting takes and no more: who we are, our own posts, finding the post to answer."""

_APP = "Control Room"
_DEADLINE_S = 20.0
_AVATAR_BYTES = 2_000_000

Shape = TypeVar("Shape")


class App(msgspec.Struct, frozen=True):
    """An app that the server knows now."""

    client_id: str
    client_secret: str

    def __repr__(self) -> str:
        return f"App({self.client_id!r})"


class Granted(msgspec.Struct, frozen=True):
    """A token, and what it may be used for."""

    access_token: str
    scope: str = ""

    def __repr__(self) -> str:
        return f"Granted({self.scope!r})"


class Profile(msgspec.Struct, frozen=True):
    """Who a token belongs to."""

    id: str
    username: str
    display_name: str = ""
    avatar_static: str | None = None


class _Instance(msgspec.Struct):
    domain: str = ""
    uri: str = ""


class _Metadata(msgspec.Struct):
    code_challenge_methods_supported: list[str] = []


class _Problem(msgspec.Struct):
    error: str = ""
    error_description: str = ""


class Entrance:
    """One server, as somebody sees it who is not signed in yet."""

    def __init__(self, server: str, http: Http, pacing: Pacing) -> None:
        self.server = server
        self._http = http
        self._pacing = pacing

    async def takes_pkce(self) -> bool:
        """Whether the server proves by PKCE that its code is changed by who asked for it: since
        Mastodon 4.3, by its metadata (RFC 8414). One that does not must not be sent a challenge."""
        answer = await self._answer("GET", "/.well-known/oauth-authorization-server")
        told = _read(answer, _Metadata) if answer.status == 200 else None
        return told is not None and "S256" in told.code_challenge_methods_supported

    async def register(self, redirect: str) -> App:
        """An app that may come back to ``redirect``. Raises SignInFailed."""
        form = {"client_name": _APP, "redirect_uris": redirect, "scopes": SCOPES}
        answer = await self._answer("POST", "/api/v1/apps", form)
        if answer.status in {400, 422}:
            raise SignInFailed(
                message("mastodon.no_app", server=self.server, words=words_of(answer)),
                message("mastodon.use_token"),
            )
        return self._told(answer, App)

    def page(self, app: App, redirect: str, state: str, pkce: Pkce | None) -> str:
        """The address where a person agrees."""
        asked = {
            "response_type": "code",
            "client_id": app.client_id,
            "redirect_uri": redirect,
            "scope": SCOPES,
            "state": state,
        }
        if pkce is not None:
            asked |= {"code_challenge": pkce.challenge, "code_challenge_method": "S256"}
        return f"{self.server}/oauth/authorize?{urlencode(asked)}"

    async def change(self, app: App, code: str, redirect: str, pkce: Pkce | None) -> Granted:
        """The token for a code that the browser brought. Raises SignInFailed."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": app.client_id,
            "client_secret": app.client_secret,
            "redirect_uri": redirect,
            "scope": SCOPES,
        }
        if pkce is not None:
            form["code_verifier"] = pkce.verifier
        return self._told(await self._answer("POST", "/oauth/token", form), Granted)

    async def revoke(self, kept: Kept) -> None:
        """End a token there. Raises SignInFailed."""
        form = {
            "client_id": kept.client_id,
            "client_secret": kept.client_secret,
            "token": kept.token,
        }
        self._told(await self._answer("POST", "/oauth/revoke", form), _Problem)

    async def profile(self, token: str) -> Profile:
        """Who ``token`` belongs to: a call that changes nothing. Raises SignInFailed."""
        answer = await self._answer("GET", "/api/v1/accounts/verify_credentials", token=token)
        if answer.status in {401, 403}:
            raise SignInFailed(
                message("sign_in.refused", words=words_of(answer)), message("mastodon.check_token")
            )
        return self._told(answer, Profile)

    async def handle(self, profile: Profile) -> str:
        """user@host. The host in handles need not be the one the API is on."""
        host = ""
        for path in ("/api/v2/instance", "/api/v1/instance"):
            answer = await self._answer("GET", path)
            told = _read(answer, _Instance) if answer.status == 200 else None
            if told is not None:
                named = told.domain or told.uri  # some write a whole address in ``uri``
                host = urlsplit(named).netloc if "://" in named else named
                break
        return plain_handle(f"{profile.username}@{host or urlsplit(self.server).netloc}")

    async def avatar(self, profile: Profile) -> bytes | None:
        """The account's picture; None where it cannot be had, which is no reason to fail."""
        url = profile.avatar_static or ""
        parts = urlsplit(url)
        if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
            return None
        try:
            answer = await self._http.ask("GET", url, deadline=_DEADLINE_S, what="avatar")
        except WireError:
            return None
        fits = answer.status == 200 and 0 < len(answer.body) <= _AVATAR_BYTES
        return answer.body if fits else None

    async def _answer(
        self, method: str, path: str, form: Mapping[str, str] | None = None, token: str = ""
    ) -> Answer:
        lane = f"{self.server} sign-in"
        if self._pacing.until(lane) is not None:
            raise self._too_often(lane)
        headers = {"accept": "application/json"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        if form is not None:
            headers["content-type"] = "application/x-www-form-urlencoded"
        try:
            answer = await self._http.ask(
                method,
                self.server + path,
                headers=headers,
                body=None if form is None else urlencode(form).encode(),
                deadline=_DEADLINE_S,
                what=path,
            )
        except WireError as problem:
            raise SignInFailed(message("sign_in.unreachable", server=self.server)) from problem
        if answer.status == 429:
            self._pacing.note(lane, answer)
            raise self._too_often(lane)
        return answer

    def _told(self, answer: Answer, shape: type[Shape]) -> Shape:
        if 400 <= answer.status < 500:
            raise SignInFailed(message("sign_in.refused", words=words_of(answer)))
        told = _read(answer, shape) if answer.status == 200 else None
        if told is None:
            raise SignInFailed(message("mastodon.not_such_a_server", server=self.server))
        return told

    def _too_often(self, lane: str) -> SignInFailed:
        return SignInFailed(message("sign_in.wait", span=Span(self._pacing.seconds_left(lane))))


def words_of(answer: Answer) -> str:
    """What a server said in refusing, as it worded it, or its status."""
    told = _read(answer, _Problem)
    said = "" if told is None else told.error_description or told.error
    return said or f"HTTP {answer.status}"


def _read(answer: Answer, shape: type[Shape]) -> Shape | None:
    try:
        return msgspec.json.decode(answer.body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
