"""Requests to an account's Bluesky server, with every failure told as a ChannelError."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from controlroom.accounts.bluesky_session import (
    BlueskySession,
    Kept,
    SessionError,
    SignInNeeded,
    TooMany,
)
from controlroom.channels.asking import Asking, Request
from controlroom.channels.base import (
    ChannelDown,
    ChannelError,
    NotSent,
    Refused,
    SignInExpired,
    Tell,
)
from controlroom.clock import Clock
from controlroom.messages import Message, message
from controlroom.net.http import Answer, Http
from controlroom.net.pacing import Pace, Pacing
from controlroom.net.xrpc import fault, method_url

NETWORK = "Bluesky"
PUT = "com.atproto.repo.putRecord"
GET_SESSION = "com.atproto.server.getSession"
_DEADLINE_S = 12.0
_EXPIRED = frozenset({"ExpiredToken", "InvalidToken"})


@dataclass(frozen=True, slots=True)
class Call:
    """One request. A ``body`` makes it a POST; ``deadline`` in seconds. ``changes``: whether the
    world sees its effect, so that no answer is an unknown outcome and not just no answer.
    ``tell`` is told how much of the body has left."""

    method: str
    body: bytes | None = None
    mime: str = "application/json"
    arguments: tuple[tuple[str, str], ...] = ()
    changes: bool = False
    deadline: float = _DEADLINE_S
    tell: Tell | None = None


class BlueskyCalls:
    """The requests of one account."""

    def __init__(
        self, handle: str, session: BlueskySession, http: Http, pacing: Pacing, clock: Clock
    ) -> None:
        self._handle = handle
        self._session = session
        self._pacing = pacing
        self._asking = Asking(NETWORK, http, pacing, clock)
        self._renewed = ""

    async def who(self) -> Kept:
        """Whose account this is. Raises ChannelError."""
        try:
            return await self._session.who()
        except SessionError as problem:
            raise self._no_session(problem) from problem

    @property
    def pace(self) -> Pace | None:
        """What the server last said about how many records it still takes."""
        known = self._session.known
        return None if known is None else self._pacing.pace(f"{known.server} {PUT}")

    async def make_ready(self) -> None:
        """See that there is an access token that lasts a while. Raises ChannelError."""
        await self._ready()

    async def visit(self) -> bool:
        """A harmless request on the account's connection, which also brings along what the next
        one has to show. Whether the server answered."""
        try:
            await self.private(Call(GET_SESSION))
        except ChannelError:
            return False
        return True

    async def settle(self) -> None:
        """Return once no renewal of the sign-in is under way."""
        await self._session.settle()

    async def ask(self, call: Call) -> Answer:
        """A request anybody may make, without the account's token. Raises ChannelDown and
        PaceExceeded."""
        return await self._send(await self.who(), call)

    async def private(self, call: Call) -> Answer:
        """A request of the account; a token that is old or expired is renewed on the way. Raises
        ChannelDown, OutcomeUnknown (where it ``changes``), PaceExceeded, SignInExpired."""
        who = await self.who()
        token = await self._ready()
        answer = await self._send(who, call, signed=True)
        if _token_refused(answer):
            await self._renew(token)
            answer = await self._send(who, call, signed=True)
        if _token_refused(answer):
            raise self._sign_in_again()
        return answer

    async def publish(self, call: Call) -> Answer:
        """The one request that makes something public: looked at once or not at all, never twice.

        Where the access token has expired it is renewed and NotSent raised, so that whoever tries
        again looks first whether that is still wanted. Raises ChannelError.
        """
        who = await self.who()
        token = self._session.access
        if not token:
            await self._ready()
            raise self._try_again()
        answer = await self._send(who, call, signed=True, public=True)
        if _token_refused(answer):
            if token == self._renewed:
                raise self._sign_in_again()
            self._renewed = await self._renew(token)
            raise self._try_again()
        return answer

    async def _ready(self) -> str:
        try:
            return await self._session.ready()
        except SessionError as problem:
            raise self._no_session(problem) from problem

    async def _renew(self, token: str) -> str:
        try:
            return await self._session.renewed(token)
        except SessionError as problem:
            raise self._no_session(problem) from problem

    async def _send(
        self, who: Kept, call: Call, *, signed: bool = False, public: bool = False
    ) -> Answer:
        url = method_url(who.server, call.method, **dict(call.arguments))
        answer = await self._send_once(who, call, url, signed=signed, public=public)
        if signed and self._session.wants_again(url, answer):
            # Refused unseen, for want of a nonce that came with the refusal. A public request asks
            # the wire again.
            answer = await self._send_once(who, call, url, signed=signed, public=public)
            self._session.wants_again(url, answer)
        return answer

    async def _send_once(
        self, who: Kept, call: Call, url: str, *, signed: bool, public: bool
    ) -> Answer:
        verb = "GET" if call.body is None else "POST"
        headers = self._session.headers(verb, url) if signed else {}
        if call.body is not None:
            headers["content-type"] = call.mime
        return await self._asking.ask(
            Request(
                lane=f"{who.server} {call.method}",
                method=verb,
                url=url,
                what=call.method,
                deadline=call.deadline,
                headers=headers,
                body=call.body,
                changes=call.changes,
                public=public,
                tell=call.tell,
            )
        )

    def _no_session(self, problem: SessionError) -> ChannelError:
        if isinstance(problem, SignInNeeded):
            return self._sign_in_again()
        if isinstance(problem, TooMany):
            return self._asking.too_fast(problem.until)
        return ChannelDown(_about("channel.unreachable"))

    def _sign_in_again(self) -> SignInExpired:
        return SignInExpired(message("channel.sign_in", network=NETWORK, handle=self._handle))

    def _try_again(self) -> NotSent:
        return NotSent(message("channel.signed_in_anew", network=NETWORK))


@asynccontextmanager
async def side_by_side() -> AsyncIterator[asyncio.TaskGroup]:
    """Ask several things at once. The first failure calls off the others and is raised once they
    have ended, so that nothing goes on behind whoever was told."""
    try:
        async with asyncio.TaskGroup() as tasks:
            yield tasks
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from None


def refusal(answer: Answer) -> ChannelError:
    """What an answer that is no success means, in the server's words."""
    if answer.status >= 500 or answer.status == 408:
        return ChannelDown(message("channel.trouble", network=NETWORK, status=answer.status))
    return Refused(message("channel.refused", network=NETWORK, words=fault(answer).words))


def _token_refused(answer: Answer) -> bool:
    return answer.status == 401 or (answer.status == 400 and fault(answer).name in _EXPIRED)


def _about(id_: str) -> Message:
    return message(id_, network=NETWORK)
