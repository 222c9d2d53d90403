"""Requests to X as one account, with every failure told as a ChannelError.

Source: docs.x.com, response codes and errors, rate limits; RFC 9457 (problem+json).
"""

import re
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

import msgspec

from controlroom.accounts.x_session import Kept, XSession
from controlroom.accounts.x_tokens import SessionError, SignInNeeded, TooMany
from controlroom.channels.asking import Asking, Request
from controlroom.channels.base import (
    ChannelDown,
    ChannelError,
    Duplicate,
    NotSent,
    Refused,
    SignInExpired,
    Tell,
)
from controlroom.clock import MICROS, Clock
from controlroom.messages import Message, message
from controlroom.net.http import Answer, Http
from controlroom.net.pacing import Pace, Pacing

Shape = TypeVar("Shape")

NETWORK = "X"
_DEADLINE_S = 12.0
_DAY_FAMILIES = ("x-user-limit-24hour-", "x-app-limit-24hour-")
_FAMILY = "x-rate-limit-"
_SUMMONS = re.compile("mentioned|not allowed|who can reply")
"""X has worded it differently over the years."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request. ``lane`` is what X counts together, where it is not the path. ``changes``:
    whether the world sees its effect, so that no answer is an unknown outcome and not just no
    answer. ``deadline`` in seconds."""

    method: str
    path: str
    arguments: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    mime: str = "application/json"
    lane: str = ""
    changes: bool = False
    deadline: float = _DEADLINE_S
    tell: Tell | None = None


class Problem(msgspec.Struct):
    """What X says when it says no. ``type`` is an address that names the kind."""

    title: str = ""
    detail: str = ""
    type: str = ""
    errors: list["Problem"] = []
    message: str = ""

    @property
    def words(self) -> str:
        """The most telling of its words; empty where it has none."""
        inner = next((one.words for one in self.errors if one.words), "")
        return inner or self.message or self.detail or self.title


class XCalls:
    """The requests of one account. ``skew`` is by how many µs X's clock is ahead of ours, as far as
    its answers told."""

    def __init__(
        self, handle: str, session: XSession, http: Http, pacing: Pacing, clock: Clock
    ) -> None:
        self._handle = handle
        self._session = session
        self._pacing = pacing
        self._clock = clock
        self._asking = Asking(NETWORK, http, pacing, clock, self._heard)
        self._renewed = ""
        self.skew: int | None = None

    async def who(self) -> Kept:
        """Whose account this is. Raises ChannelError."""
        try:
            return await self._session.who()
        except SessionError as problem:
            raise self._no_session(problem) from problem

    async def make_ready(self) -> str:
        """An access token that lasts a while. Raises ChannelError."""
        try:
            return await self._session.ready()
        except SessionError as problem:
            raise self._no_session(problem) from problem

    def pace(self, method: str, path: str) -> Pace | None:
        """How many such requests X still takes, where it told."""
        known = self._session.known
        return None if known is None else self._pacing.pace(_lane(known, Call(method, path)))

    async def private(self, call: Call) -> Answer:
        """A request of the account; a token that is old or refused is renewed on the way. Raises
        ChannelDown, OutcomeUnknown (where it ``changes``), PaceExceeded, SignInExpired."""
        who = await self.who()
        token = await self.make_ready()
        answer = await self._send(who, call, token)
        if answer.status == 401:
            answer = await self._send(who, call, await self._renew(token))
        if answer.status == 401:
            raise self._sign_in_again()
        return answer

    async def publish(self, call: Call) -> Answer:
        """The one request that makes something public: sent once or not at all, never twice.

        Where the access token is refused it is renewed and NotSent raised, so that whoever tries
        again looks first whether that is still wanted. Raises ChannelError.
        """
        who = await self.who()
        answer = await self._send(who, call, who.access, public=True)
        if answer.status == 401:
            if who.access == self._renewed and self._clock.now() < who.until:
                raise self._sign_in_again()
            self._renewed = await self._renew(who.access)
            raise NotSent(_about("channel.signed_in_anew"))
        return answer

    async def _renew(self, token: str) -> str:
        try:
            return await self._session.renewed(token)
        except SessionError as problem:
            raise self._no_session(problem) from problem

    async def _send(self, who: Kept, call: Call, token: str, *, public: bool = False) -> Answer:
        asked = f"?{urlencode(call.arguments)}" if call.arguments else ""
        headers = {"authorization": f"Bearer {token}"}
        if call.body is not None:
            headers["content-type"] = call.mime
        return await self._asking.ask(
            Request(
                lane=_lane(who, call),
                method=call.method,
                url=f"{who.server}{call.path}{asked}",
                what=call.lane or call.path,
                deadline=call.deadline,
                headers=headers,
                body=call.body,
                changes=call.changes,
                public=public,
                tell=call.tell,
            )
        )

    def _heard(self, answer: Answer) -> Answer:
        """What an answer tells beside itself: X's clock, and the limit that binds."""
        self._learn_skew(answer)
        return _binding(answer)

    def _learn_skew(self, answer: Answer) -> None:
        try:
            theirs = parsedate_to_datetime(answer.headers["date"]).timestamp()
        except (KeyError, ValueError):
            return
        self.skew = int(theirs * MICROS) - self._clock.now()

    def _no_session(self, problem: SessionError) -> ChannelError:
        if isinstance(problem, SignInNeeded):
            return self._sign_in_again()
        if isinstance(problem, TooMany):
            return self._asking.too_fast(problem.until)
        return ChannelDown(_about("channel.unreachable"))

    def _sign_in_again(self) -> SignInExpired:
        return SignInExpired(message("channel.sign_in", network=NETWORK, handle=self._handle))


def read(answer: Answer, shape: type[Shape]) -> Shape | None:
    """The body in the shape it should have, None if it has another. What is null is not there."""
    try:
        return msgspec.convert(_told(msgspec.json.decode(answer.body)), shape)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def problem_in(answer: Answer) -> Problem:
    """What an answer that is no success says; whatever else it holds, this raises nothing."""
    said = read(answer, Problem)
    return said if said is not None and said.words else Problem(detail=f"HTTP {answer.status}")


def refusal(answer: Answer) -> ChannelError:
    """What an answer that is no success means."""
    if answer.status >= 500 or answer.status == 408:
        return ChannelDown(message("channel.trouble", network=NETWORK, status=answer.status))
    said = problem_in(answer)
    words = said.words.lower()
    if answer.status == 402:
        return Refused(message("x.no_credits"))
    if answer.status == 403 and "duplicate" in words:
        return Duplicate(message("x.duplicate"))
    if answer.status == 403 and "reply" in words and _SUMMONS.search(words):
        return Refused(message("x.not_summoned"))
    return Refused(message("channel.refused", network=NETWORK, words=said.words))


def _told(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _told(part) for name, part in value.items() if part is not None}
    return [_told(part) for part in value] if isinstance(value, list) else value


def _lane(who: Kept, call: Call) -> str:
    # X counts by account and by endpoint.
    return f"{who.server} {who.id} {call.method} {call.lane or call.path}"


def _binding(answer: Answer) -> Answer:
    """The same answer, its rate headers those of the limit that has the least left: beside the
    quarter of an hour X counts days, by account and by app."""
    told = {
        family: int(answer.headers[f"{family}remaining"])
        for family in (_FAMILY, *_DAY_FAMILIES)
        if answer.headers.get(f"{family}remaining", "").strip().isdecimal()
        and f"{family}reset" in answer.headers
    }
    if not told:
        return answer
    # Of two that are used up the longer one binds; the later in the list is the longer.
    least = min(reversed(told), key=lambda family: told[family])
    named = {
        f"{_FAMILY}{name}": answer.headers[f"{least}{name}"]
        for name in ("limit", "remaining", "reset")
        if f"{least}{name}" in answer.headers
    }
    return replace(answer, headers={**answer.headers, **named})


def _about(id_: str) -> Message:
    return message(id_, network=NETWORK)
