"""Asking X, API v2, with the bearer token of an app."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeVar
from urllib.parse import urlencode

import msgspec

from controlroom.clock import MICROS, Clock
from controlroom.messages import Message, message
from controlroom.net.http import Answer, Http, Stream, WireError
from controlroom.net.pacing import Pacing
from controlroom.sources.times import iso, microseconds
from controlroom.sources.x_rules import Rule
from controlroom.sources.x_wire import FIELDS, Counted, KeptRule, Page, Refused, Rules

ADDRESS = "https://api.x.com"
DEADLINE_S = 20.0
# The stream sends an empty line every 20 s at the latest.
SILENCE_S = 25.0
COUNTS = "/2/tweets/counts/recent"
SEARCH = "/2/tweets/search/recent"
STREAM = "/2/tweets/search/stream"
RULES = "/2/tweets/search/stream/rules"
A_PAGE = 100
RULES_AT_ONCE = 100
SHOWN = 160

T = TypeVar("T")


class Refusal(Exception):
    """X answered, and said no. ``wait_s`` where it says for how long."""

    def __init__(self, status: int, reason: str = "", wait_s: float | None = None) -> None:
        super().__init__(f"{status} {reason}".strip())
        self.status = status
        self.reason = reason
        self.wait_s = wait_s


class Nonsense(Exception):
    """An answer that is none of this API."""


class Api:
    """``address`` is scheme, host and port."""

    def __init__(self, address: str, token: str, http: Http, clock: Clock) -> None:
        self._address = address.rstrip("/")
        self._headers = {"authorization": f"Bearer {token}"}
        self._http = http
        self._clock = clock
        self._pacing = Pacing(clock)

    async def counts(self, query: str, from_us: int, until_us: int) -> dict[int, int]:
        """Posts of each minute (UTC seconds of its start) from, up to, not with, those times.

        Raises Refusal, Nonsense and WireError, as everything here does.
        """
        asked = {
            "query": query,
            "granularity": "minute",
            "start_time": iso(from_us),
            "end_time": iso(until_us),
        }
        answer = await self._ask("GET", f"{COUNTS}?{urlencode(asked)}", "counts")
        counted = _read(answer, Counted)
        try:
            return {
                microseconds(one.start) // MICROS: one.tweet_count for one in counted.minutes or ()
            }
        except (ValueError, OverflowError) as wrong:
            raise Nonsense("a minute without a time") from wrong

    async def search(self, query: str, since_id: str, until_us: int, most: int, token: str) -> Page:
        """At most ``most`` posts newer than ``since_id``, the newest first. ``token`` goes on."""
        asked: dict[str, str | int] = {
            "query": query,
            "since_id": since_id,
            "end_time": iso(until_us),
            "max_results": min(A_PAGE, max(10, most)),
            "tweet.fields": FIELDS,
        }
        if token:
            asked["next_token"] = token
        return _read(await self._ask("GET", f"{SEARCH}?{urlencode(asked)}", "search"), Page)

    async def rules(self) -> list[KeptRule]:
        """The rules of the stream as they are."""
        return _read(await self._ask("GET", RULES, "rules"), Rules).rules or []

    async def add_rules(self, rules: Sequence[Rule]) -> Rules:
        """Add rules; those that were not taken are in ``errors``."""
        told = Rules()
        for start in range(0, len(rules), RULES_AT_ONCE):
            some = rules[start : start + RULES_AT_ONCE]
            body = {"add": [{"value": one.value, "tag": one.tag} for one in some]}
            answer = await self._ask("POST", RULES, "add rules", body, also=(400,))
            read = _read(answer, Rules)
            if answer.status == 400 and not read.errors:
                raise self.refusal(answer)
            told.errors = [*(told.errors or []), *(read.errors or [])]
        return told

    async def delete_rules(self, ids: Sequence[str]) -> None:
        """Take rules away."""
        for start in range(0, len(ids), RULES_AT_ONCE):
            some = list(ids[start : start + RULES_AT_ONCE])
            await self._ask("POST", RULES, "delete rules", {"delete": {"ids": some}})

    def stream(self) -> AbstractAsyncContextManager[Stream]:
        """Open the stream."""
        return self._http.stream(
            f"{self._address}{STREAM}?{urlencode({'tweet.fields': FIELDS})}",
            silence=SILENCE_S,
            headers=self._headers,
            what="stream",
        )

    def refusal(self, answer: Answer) -> Refusal:
        """An answer that is no yes, as what it means."""
        until = self._pacing.note("x", answer) if answer.status in (429, 503) else None
        told = {name for name in answer.headers if name.endswith(("-reset", "retry-after"))}
        wait_s = None
        if until is not None and told:
            wait_s = max(0.0, (until - self._clock.now()) / MICROS)
        return Refusal(answer.status, _reason(answer.body), wait_s)

    async def _ask(
        self, method: str, path: str, what: str, body: Any = None, also: tuple[int, ...] = ()
    ) -> Answer:
        headers = dict(self._headers)
        if body is not None:
            headers["content-type"] = "application/json"
        answer = await self._http.ask(
            method,
            self._address + path,
            deadline=DEADLINE_S,
            headers=headers,
            body=None if body is None else msgspec.json.encode(body),
            what=what,
        )
        if not 200 <= answer.status < 300 and answer.status not in also:
            raise self.refusal(answer)
        return answer


def line_of(trouble: Exception) -> Message:
    """A trouble as a sentence with what to do."""
    if isinstance(trouble, Refusal):
        return _refused(trouble)
    if isinstance(trouble, WireError):
        return message("source.x.unreachable")
    return message("source.lost", reason=str(trouble) or type(trouble).__name__)


def _refused(trouble: Refusal) -> Message:
    status, reason = trouble.status, trouble.reason or "–"
    if status == 401:
        return message("source.x.bad_token")
    if status == 402:
        return message("source.x.no_credits")
    if status == 403:
        return message("source.x.forbidden", reason=reason)
    if status == 429:
        return message("source.x.wait", reason=reason)
    return message("source.refused", status=status, reason=reason)


def _read(answer: Answer, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as wrong:
        raise Nonsense(str(wrong)) from wrong


def _reason(body: bytes) -> str:
    try:
        told = msgspec.json.decode(body, type=Refused)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ""
    words = [told.detail, told.title]
    words += [word for one in told.errors or () for word in (one.detail, one.message, one.title)]
    return " ".join(next((one for one in words if one), "").split())[:SHOWN]
