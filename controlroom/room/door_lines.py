"""What is told of deliveries, previews and accounts: objects of JSON, times in ISO 8601, UTC."""

from datetime import timedelta

from controlroom.channels.base import Standing
from controlroom.event.delivery import Delivery
from controlroom.event.live_event import Account
from controlroom.guards.known import Level, OnChannel
from controlroom.guards.poll import GoPoll
from controlroom.messages import english
from controlroom.messages.message import EPOCH
from controlroom.room.door_visit import Line

LEVELS = {Level.GO: "GO", Level.NOTE: "NOTE", Level.CAUTION: "CAUTION", Level.NO_GO: "NO-GO"}


def iso(micros: int | None) -> str | None:
    """A time in UTC µs as people and programs write it."""
    if micros is None:
        return None
    return (EPOCH + timedelta(microseconds=micros)).isoformat().replace("+00:00", "Z")


def delivery_line(
    row: Delivery, *, price: float | None = None, fingerprint: str | None = None
) -> Line:
    """One delivery. ``up_s`` is how long it was public, once it is down."""
    up = None
    if row.retracted is not None and row.accepted is not None:
        up = (row.retracted - row.accepted) / 1_000_000
    return {
        "kind": "delivery",
        "id": row.id,
        "take": row.take,
        "event": row.event,
        "asset": row.asset,
        "moment": row.moment,
        "channel": row.channel,
        "handle": row.handle,
        "state": row.state.value,
        "url": row.url,
        "remote_id": row.remote_id,
        "key": row.key,
        "problem": row.problem,
        "price": price,
        "taken": iso(row.taken),
        "until": iso(row.until),
        "accepted": iso(row.accepted),
        "retracted": iso(row.retracted),
        "up_s": up,
        "place": row.place,
        "parent": row.parent,
        "words": row.words,
        "handed": row.handed,
        "rehearsal": row.rehearsal,
        "fingerprint": fingerprint,
    }


def account_line(account: Account, events: tuple[str, ...], secret: str | None) -> Line:
    """One account; ``secret`` says where its secret is kept (None: it has none)."""
    return {
        "kind": "account",
        "channel": account.channel,
        "handle": account.handle,
        "name": account.name,
        "server": account.server,
        "colour": account.colour,
        "avatar": account.avatar,
        "events": list(events),
        "secret": secret,
    }


def standing_line(account: Account, standing: Standing) -> Line:
    """What a harmless call said."""
    return {
        "kind": "test",
        "channel": account.channel,
        "handle": standing.handle,
        "name": standing.name,
        "server": account.server,
        "ok": True,
        "scopes": list(standing.scopes),
        "until": iso(standing.until),
        "renews": standing.renews,
        "about": [english(one) for one in standing.about],
        "problem": None,
    }


def failed_test_line(account: Account, problem: str) -> Line:
    """An account that could not be used just now."""
    bare = standing_line(account, Standing(account.handle, account.name))
    return {**bare, "ok": False, "problem": problem}


def poll_line(answers: GoPoll, fingerprint: str | None) -> Line:
    """The GO poll: its level, each guard's answer, and the fingerprint of what it was asked for."""
    return {
        "kind": "poll",
        "level": LEVELS[answers.level],
        "fingerprint": fingerprint,
        "answers": [
            {
                "guard": name,
                "level": LEVELS[answer.level],
                "label": english(answer.label),
                "detail": english(answer.detail),
            }
            for name, answer in answers.answers
        ],
    }


def problems_of(on: OnChannel) -> str | None:
    """Why this network would not take it, as one text."""
    said = [english(one) for one in on.troubles]
    if on.problem is not None:
        said.append(english(on.problem))
    return " ".join(said) or None
