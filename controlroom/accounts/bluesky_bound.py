"""The tokens of a sign-in through the browser: bound to a key, so that only we can use them.

Sources: the OAuth profile of atproto, RFC 6749, RFC 7009 (revocation), RFC 9449 (DPoP).
"""

from urllib.parse import urlencode

import msgspec

from controlroom.accounts.bluesky_dpop import DpopKey, Prover
from controlroom.accounts.bluesky_session import (
    Fresh,
    Grant,
    Kept,
    LostAnswer,
    NoAnswer,
    SignInNeeded,
    TooMany,
)
from controlroom.clock import Clock
from controlroom.net.http import Answer, Http, MayHaveArrived, WireError
from controlroom.net.pacing import Pacing

_DEADLINE_S = 20.0


class Granted(msgspec.Struct):
    """What the token endpoint answers."""

    access_token: str
    token_type: str
    sub: str
    refresh_token: str = ""
    expires_in: float = 3_600.0
    scope: str = ""


class _Refusal(msgspec.Struct):
    error: str = ""
    error_description: str = ""


class BoundTokens:
    """The tokens of one grant."""

    def __init__(self, grant: Grant, http: Http, pacing: Pacing, clock: Clock) -> None:
        try:
            self._prover = Prover(DpopKey.from_text(grant.key))
        except ValueError as problem:
            raise SignInNeeded("the key of the sign-in is no key") from problem
        self._grant = grant
        self._http = http
        self._pacing = pacing
        self._clock = clock

    async def renew(self, kept: Kept) -> Fresh:
        """A new pair of tokens. Raises SessionError."""
        grant = self._grant
        lane = grant.token_url
        wait = self._pacing.until(lane)
        if wait is not None:
            raise TooMany(wait)
        form = {
            "grant_type": "refresh_token",
            "refresh_token": kept.refresh,
            "client_id": grant.client_id,
        }
        answer = await post_form(self._http, self._prover, grant.token_url, form, "renew")
        until = self._pacing.note(lane, answer)
        if answer.status == 429:
            raise TooMany(until or self._clock.now())
        refusal = oauth_error(answer)
        if refusal == "invalid_grant":
            raise SignInNeeded(oauth_words(answer))
        if answer.status >= 500 or (answer.status == 200 and read_granted(answer) is None):
            # It may have been renewed before the trouble began.
            raise LostAnswer(oauth_words(answer))
        granted = read_granted(answer)
        if granted is None:
            raise NoAnswer(oauth_words(answer))
        if granted.sub != kept.did:
            raise SignInNeeded("the server renewed somebody else's sign-in")
        return Fresh(
            granted.access_token, granted.refresh_token or kept.refresh, granted.expires_in
        )

    def headers(self, method: str, url: str, access: str) -> dict[str, str]:
        """The token, and the proof that it is ours."""
        return {
            "authorization": f"DPoP {access}",
            "dpop": self._prover.proof(method, url, access),
        }

    def wants_again(self, url: str, answer: Answer) -> bool:
        """Whether the server wants its latest nonce in the proof, which its answer held."""
        return self._prover.wants_again(url, answer)

    async def end(self, kept: Kept) -> None:
        """Revoke the tokens. Raises SessionError."""
        grant = self._grant
        if not grant.revoke_url:
            return
        form = {
            "token": kept.refresh,
            "token_type_hint": "refresh_token",
            "client_id": grant.client_id,
        }
        answer = await post_form(self._http, self._prover, grant.revoke_url, form, "revoke")
        if answer.status >= 400:
            raise NoAnswer(oauth_words(answer))


async def post_form(
    http: Http, prover: Prover, url: str, form: dict[str, str], what: str
) -> Answer:
    """Send ``form`` with a proof; once more where the server wants its nonce in it. ``what`` is
    for the log. Raises NoAnswer, LostAnswer."""
    answer = await _post_once(http, prover, url, form, what)
    if prover.wants_again(url, answer):
        answer = await _post_once(http, prover, url, form, what)
        prover.wants_again(url, answer)
    return answer


def read_granted(answer: Answer) -> Granted | None:
    """The tokens in an answer, bound to our key; None where there are none."""
    if answer.status != 200:
        return None
    try:
        granted = msgspec.json.decode(answer.body, type=Granted)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return granted if granted.token_type.lower() == "dpop" else None


def oauth_error(answer: Answer) -> str:
    """The protocol's name for why a request was refused; empty where it was not."""
    return "" if answer.status < 400 else _refusal(answer).error


def oauth_words(answer: Answer) -> str:
    """What the server said about a refusal."""
    said = _refusal(answer)
    return said.error_description or said.error or f"HTTP {answer.status}"


def _refusal(answer: Answer) -> _Refusal:
    try:
        return msgspec.json.decode(answer.body, type=_Refusal)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _Refusal()


async def _post_once(
    http: Http, prover: Prover, url: str, form: dict[str, str], what: str
) -> Answer:
    try:
        return await http.ask(
            "POST",
            url,
            headers={
                "content-type": "application/x-www-form-urlencoded",
                "dpop": prover.proof("POST", url),
            },
            body=urlencode(form).encode(),
            deadline=_DEADLINE_S,
            what=what,
        )
    except MayHaveArrived as problem:
        raise LostAnswer(str(problem)) from problem
    except WireError as problem:
        raise NoAnswer(str(problem)) from problem
