"""Asking a server that speaks the Mastodon API: where it streams, and pages of its timelines."""

from urllib.parse import urlsplit

import msgspec

from controlroom.clock import MICROS, Clock
from controlroom.messages import Message, message
from controlroom.net.http import Answer, Http, WireError
from controlroom.net.pacing import Pacing
from controlroom.sources.mastodon_timelines import Timeline
from controlroom.sources.mastodon_wire import read_id, read_page

DEADLINE_S = 20.0
A_PAGE = 40
SHOWN = 120
UNTOLD_WAIT_S = 30.0


class Refusal(Exception):
    """The server answered, and said no. ``wait_s`` where it says for how long."""

    def __init__(self, status: int, reason: str = "", wait_s: float | None = None) -> None:
        super().__init__(f"{status} {reason}")
        self.status = status
        self.reason = reason
        self.wait_s = wait_s


class Nonsense(Exception):
    """An answer that is none of this API."""


class Refused(msgspec.Struct):
    """What the API writes with a refusal."""

    error: str = ""


class Addresses(msgspec.Struct):
    """Where an instance has its streams."""

    streaming: str = ""
    streaming_api: str = ""


class Configuration(msgspec.Struct):
    """Limits and addresses of an instance."""

    urls: Addresses = msgspec.field(default_factory=Addresses)


class Instance(msgspec.Struct):
    """What a server tells of itself: version 2 of the API in ``configuration``, 1 in ``urls``."""

    configuration: Configuration = msgspec.field(default_factory=Configuration)
    urls: Addresses = msgspec.field(default_factory=Addresses)


class Server:
    """One server. ``address`` is scheme, host and port; ``token`` "" where there is none."""

    def __init__(self, address: str, token: str, http: Http, clock: Clock) -> None:
        self.address = address
        self.host = urlsplit(address).netloc
        self.token = token
        self.http = http
        self._pacing = Pacing(clock)
        self._clock = clock

    @property
    def headers(self) -> dict[str, str]:
        """Who asks."""
        return {"authorization": f"Bearer {self.token}"} if self.token else {}

    async def streaming_places(self) -> tuple[str, ...]:
        """Where it may stream, the likeliest first: scheme (http or https), host and port.

        Raises WireError where the server cannot be reached.
        """
        told = ""
        for version in ("v2", "v1"):
            answer = await self._ask(f"/api/{version}/instance", "instance")
            try:
                found = msgspec.json.decode(answer.body, type=Instance)
            except (msgspec.MsgspecError, UnicodeDecodeError):
                continue
            told = found.configuration.urls.streaming or found.urls.streaming_api
            if answer.status == 200 and told:
                break
        scheme = urlsplit(self.address).scheme
        host = urlsplit(told).netloc if told.startswith(("ws://", "wss://", "http")) else ""
        if not host or host == self.host:
            return (self.address,)
        # A server on this computer may call itself by the name it will have in public.
        there = f"{scheme}://{host}"
        return (self.address, there) if scheme == "http" else (there, self.address)

    async def page(
        self, timeline: Timeline, *, after: str = "", before: str = "", limit: int = A_PAGE
    ) -> dict[str, msgspec.Raw]:
        """Statuses of a timeline newer than ``after`` and older than ``before``, by their ids.

        Raises Refusal, Nonsense and WireError.
        """
        asked: dict[str, str | int] = {"limit": limit}
        if after:
            asked["since_id"] = after
        if before:
            asked["max_id"] = before
        answer = await self._ask(timeline.page_path(asked), "timeline")
        if answer.status != 200:
            raise self.refusal(answer)
        try:
            return {str(read_id(one).id): one for one in read_page(answer.body)}
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
            raise Nonsense(str(wrong)) from wrong

    def refusal(self, answer: Answer) -> Refusal:
        """An answer that is no 200, as what it means."""
        until = self._pacing.note(self.host, answer)
        wait_s = None if until is None else max(0.0, (until - self._clock.now()) / MICROS)
        return Refusal(answer.status, reason_in(answer.body), wait_s)

    async def _ask(self, path: str, what: str) -> Answer:
        return await self.http.ask(
            "GET",
            self.address + path,
            deadline=DEADLINE_S,
            headers={"accept": "application/json", **self.headers},
            what=what,
        )


def reason_in(body: bytes) -> str:
    """What a server wrote with a refusal, on one line."""
    try:
        written = msgspec.json.decode(body, type=Refused).error
    except (msgspec.MsgspecError, UnicodeDecodeError):
        written = ""
    return " ".join(written.split())[:SHOWN]


def line_of(trouble: Exception, host: str, *, token: bool) -> Message:
    """A trouble as a sentence with what to do."""
    if isinstance(trouble, Refusal):
        return _refused(trouble, host, token=token)
    if isinstance(trouble, WireError | OSError):
        return message("source.mastodon.unreachable", host=host)
    if isinstance(trouble, Nonsense):
        return message("source.mastodon.other_api", host=host)
    return message("source.lost", reason=str(trouble) or type(trouble).__name__)


def _refused(trouble: Refusal, host: str, *, token: bool) -> Message:
    status = trouble.status
    if status in (401, 422) and not token:
        return message("source.mastodon.wants_token", host=host, status=status)
    if status == 401:
        return message("source.mastodon.bad_token", host=host)
    if status in (403, 422):
        return message(
            "source.mastodon.forbidden", host=host, status=status, reason=trouble.reason or "–"
        )
    if status == 404:
        return message("source.mastodon.other_api", host=host)
    if status == 410:
        return message("source.mastodon.gone", host=host)
    if status == 429:
        seconds = round(UNTOLD_WAIT_S if trouble.wait_s is None else trouble.wait_s)
        return message("source.mastodon.wait", host=host, seconds=seconds)
    return message("source.refused", status=status, reason=trouble.reason or "–")
