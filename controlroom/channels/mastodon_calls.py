"""Requests to one account's server, with every failure told as a ChannelError.

Limits of pace (Mastodon's rack_attack.rb, read 2026-11) are counted apart for uploads, for
deletions and for the rest, so they are lanes of their own here; a post has one for itself, since
nothing but its own answer may hold it back.
"""

from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

import msgspec

from controlroom.accounts.mastodon_oauth import words_of
from controlroom.accounts.mastodon_session import Kept, MastodonSession, NobodySignedIn
from controlroom.accounts.vault import VaultClosed
from controlroom.channels.asking import Asking, Request
from controlroom.channels.base import (
    ChannelDown,
    ChannelError,
    OutcomeUnknown,
    Refused,
    SignInExpired,
    Tell,
    Tools,
)
from controlroom.messages import Message, message
from controlroom.net.http import Answer
from controlroom.net.pacing import Pace

NETWORK = "Mastodon"
POSTS = "/api/v1/statuses"
JSON = "application/json"
_DEADLINE_S = 12.0

Shape = TypeVar("Shape")


@dataclass(frozen=True, slots=True)
class Call:
    """One request. ``what`` names it in the log, without ids. ``changes``: whether the world sees
    its effect, so that no answer is an unknown outcome; ``public``: whether it makes a post.
    ``deadline`` in seconds."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    mime: str = JSON
    key: str = ""
    lane: str = "read"
    what: str = ""
    changes: bool = False
    public: bool = False
    deadline: float = _DEADLINE_S


class MastodonCalls:
    """The requests of one account."""

    def __init__(self, handle: str, tools: Tools) -> None:
        self._handle = handle
        self._session = MastodonSession(handle, tools.vault)
        self._pacing = tools.pacing
        self._asking = Asking(NETWORK, tools.http, tools.pacing, tools.clock)

    async def who(self) -> Kept:
        """Whose account this is. Raises ChannelDown, SignInExpired."""
        try:
            return await self._session.who()
        except NobodySignedIn as problem:
            raise self._sign_in_again() from problem
        except VaultClosed as problem:
            raise ChannelDown(problem.what_happened) from problem

    def pace(self, server: str) -> Pace | None:
        """How many posts the server still takes: by the last post's answer, or else by any."""
        lanes = (self._pacing.pace(f"{server} {lane}") for lane in ("post", "read"))
        return next((pace for pace in lanes if pace is not None), None)

    async def open(self, path: str) -> Answer:
        """A question that anybody may ask; the token does not go along. Raises ChannelDown,
        PaceExceeded."""
        return await self._send(await self.who(), Call("GET", path, what=path), "")

    async def private(self, call: Call, tell: Tell | None = None) -> Answer:
        """A request of the account; ``tell`` is told how much of its body has left. Raises
        ChannelDown, OutcomeUnknown (where it ``changes``), PaceExceeded, SignInExpired; NotSent
        where the wire is closed."""
        who = await self.who()
        answer = await self._send(who, call, who.token, tell)
        if answer.status == 401:
            self._session.look_again()
            raise self._sign_in_again()
        return answer

    async def read(self, call: Call, shape: type[Shape]) -> Shape | None:
        """What a request of the account reads; None where it is not there. Raises ChannelError."""
        answer = await self.private(call)
        if answer.status in {404, 410}:
            return None
        if answer.status != 200:
            raise refusal(answer)
        told = decoded(answer, shape)
        if told is None:
            raise ChannelDown(_about("channel.unreadable"))
        return told

    async def _send(self, who: Kept, call: Call, token: str, tell: Tell | None = None) -> Answer:
        return await self._asking.ask(
            Request(
                lane=f"{who.server} {call.lane}",
                method=call.method,
                url=who.server + call.path + (f"?{urlencode(call.query)}" if call.query else ""),
                what=call.what,
                deadline=call.deadline,
                headers=_headers(call, token),
                body=call.body,
                changes=call.changes,
                public=call.public,
                tell=tell,
            )
        )

    def _sign_in_again(self) -> SignInExpired:
        return SignInExpired(message("channel.sign_in", network=NETWORK, handle=self._handle))


def refusal(answer: Answer) -> ChannelError:
    """What an answer that is no success means, in the server's words."""
    if answer.status >= 500 or answer.status == 408:
        return ChannelDown(message("channel.trouble", network=NETWORK, status=answer.status))
    return Refused(message("channel.refused", network=NETWORK, words=words_of(answer)))


def unclear() -> OutcomeUnknown:
    """It may have arrived."""
    return OutcomeUnknown(_about("channel.may_have_arrived"))


def decoded(answer: Answer, shape: type[Shape]) -> Shape | None:
    """The body in the shape it should have, None if it has another."""
    try:
        return msgspec.json.decode(answer.body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _headers(call: Call, token: str) -> dict[str, str]:
    headers = {"accept": JSON}
    if token:
        headers["authorization"] = f"Bearer {token}"
    if call.body is not None:
        headers["content-type"] = call.mime
    if call.key:
        headers["idempotency-key"] = call.key
    return headers


def _about(id_: str) -> Message:
    return message(id_, network=NETWORK)
