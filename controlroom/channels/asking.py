"""One request to a network, with every failure told as a ChannelError: the same for all of them."""

from collections.abc import Callable
from dataclasses import dataclass

from controlroom.channels.base import (
    ChannelDown,
    NotSent,
    OutcomeUnknown,
    PaceExceeded,
    Tell,
)
from controlroom.clock import MICROS, Clock
from controlroom.messages import Span, message
from controlroom.net.http import Answer, GateClosed, Http, MayHaveArrived, NeverLeft
from controlroom.net.pacing import Pacing


@dataclass(frozen=True, slots=True)
class Request:
    """``lane`` is what the network counts together. ``changes``: whether the world sees its effect,
    so that no answer is an unknown outcome and not just no answer; ``public``: whether it makes
    something public. ``deadline`` in seconds."""

    lane: str
    method: str
    url: str
    what: str
    deadline: float
    headers: dict[str, str]
    body: bytes | None = None
    changes: bool = False
    public: bool = False
    tell: Tell | None = None


def as_said(answer: Answer) -> Answer:
    """The answer whose headers tell the pace: usually the answer itself."""
    return answer


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks one network. ``pace_of`` picks the headers that count where there are several kinds."""

    network: str
    http: Http
    pacing: Pacing
    clock: Clock
    pace_of: Callable[[Answer], Answer] = as_said

    async def ask(self, request: Request) -> Answer:
        """The answer, whatever its status but 429 and, where it ``changes`` something, 408 and 5xx.
        Raises NotSent, ChannelDown, OutcomeUnknown, PaceExceeded."""
        wait = self.pacing.until(request.lane)
        if wait is not None:
            raise self.too_fast(wait)
        try:
            answer = await self.http.ask(
                request.method,
                request.url,
                headers=request.headers,
                body=request.body,
                deadline=request.deadline,
                what=request.what,
                public=request.public,
                tell=request.tell,
            )
        except GateClosed as problem:
            raise NotSent(message("channel.held", network=self.network)) from problem
        except NeverLeft as problem:
            raise ChannelDown(message("channel.unreachable", network=self.network)) from problem
        except MayHaveArrived as problem:
            if request.changes:
                raise self.unclear() from problem
            raise ChannelDown(message("channel.silent", network=self.network)) from problem
        until = self.pacing.note(request.lane, self.pace_of(answer))
        if answer.status == 429:
            raise self.too_fast(until or self.clock.now())
        if request.changes and (answer.status >= 500 or answer.status == 408):
            raise self.unclear()
        return answer

    def too_fast(self, until: int) -> PaceExceeded:
        """The network wants fewer requests until then (UTC µs)."""
        span = Span(max(0, until - self.clock.now()) / MICROS)
        return PaceExceeded(message("channel.pace", network=self.network, span=span), until)

    def unclear(self) -> OutcomeUnknown:
        """The request may have arrived."""
        return OutcomeUnknown(message("channel.may_have_arrived", network=self.network))
