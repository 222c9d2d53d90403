"""An event as rows: its body, and its moments, assets and cues in order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import Connection, Table, and_, delete, insert, select, update

from controlroom.errors import WrongInput
from controlroom.event.asset import Asset
from controlroom.event.cue import Cue
from controlroom.event.live_event import LiveEvent
from controlroom.event.moment import Moment
from controlroom.event.watch_rules import feed_name
from controlroom.messages import message
from controlroom.store.older import asset_from, renew
from controlroom.store.tables import ASSETS, CUES, EVENTS, MOMENTS

Listed = TypeVar("Listed", Moment, Asset, Cue)


@dataclass(frozen=True, slots=True)
class _List(Generic[Listed]):
    """How one list of an event becomes rows: ``key`` names a row, ``columns`` repeat a value.
    ``decode`` reads a body, of an event with these channels."""

    table: Table
    key: tuple[str, ...]
    of: Callable[[LiveEvent], tuple[Listed, ...]]
    decode: Callable[[str, tuple[str, ...]], Listed]
    columns: Callable[[Listed], Mapping[str, Any]]

    def read(
        self, connection: Connection, event: str, channels: tuple[str, ...]
    ) -> tuple[Listed, ...]:
        rows = connection.scalars(
            select(self.table.c.body)
            .where(self.table.c.event == event)
            .order_by(self.table.c.position)
        )
        return tuple(self.decode(body, channels) for body in rows)

    def name(self, one: Listed) -> tuple[str, ...]:
        return tuple(getattr(one, part) for part in self.key)

    def write(self, connection: Connection, before: LiveEvent | None, after: LiveEvent) -> None:
        """Change the rows between what both have in front and what both have at the end."""
        old = self.of(before) if before is not None else ()
        new = self.of(after)
        if old is new:
            return
        front, back = in_common(old, new)
        table = self.table
        mine = table.c.event == after.id
        for one in old[front : len(old) - back]:
            named = (
                table.c[part] == value for part, value in zip(self.key, self.name(one), strict=True)
            )
            connection.execute(delete(table).where(and_(mine, *named)))
        if back and len(new) != len(old):
            connection.execute(
                update(table)
                .where(mine, table.c.position >= len(old) - back)
                .values(position=table.c.position + len(new) - len(old))
            )
        rows = [
            {
                "event": after.id,
                "position": front + place,
                "body": _json(one),
                **dict(zip(self.key, self.name(one), strict=True)),
                **self.columns(one),
            }
            for place, one in enumerate(new[front : len(new) - back])
        ]
        if rows:
            connection.execute(insert(table), rows)


_MOMENT = msgspec.json.Decoder(Moment)
_CUE = msgspec.json.Decoder(Cue)
_MOMENTS = _List(
    MOMENTS,
    ("slug",),
    lambda event: event.moments,
    lambda body, _: _MOMENT.decode(body),
    lambda one: {"planned": one.planned, "marked": one.marked, "skipped": one.skipped},
)
_ASSETS = _List(
    ASSETS,
    ("slug",),
    lambda event: event.assets,
    asset_from,
    lambda one: {"role": one.role.value, "version": one.version, "rights_until": one.rights_until},
)
_CUES = _List(
    CUES,
    ("moment", "asset"),
    lambda event: event.cues,
    lambda body, _: _CUE.decode(body),
    lambda one: {"outcome": one.outcome},
)
_BODY = msgspec.json.Decoder(LiveEvent)


def read_event(connection: Connection, body: str, revision: int) -> LiveEvent:
    """The event with the body ``body`` and the lists in their rows."""
    bare = _BODY.decode(body)
    id_, channels = bare.id, bare.channels
    return replace(
        bare,
        revision=revision,
        moments=_MOMENTS.read(connection, id_, channels),
        assets=_ASSETS.read(connection, id_, channels),
        cues=_CUES.read(connection, id_, channels),
    )


def write_event(connection: Connection, before: LiveEvent | None, after: LiveEvent) -> None:
    """Make the rows of ``before`` (None: there are none) those of ``after``."""
    row = {
        "slug": after.slug,
        "title": after.title,
        "starts": after.starts,
        "ends": after.ends,
        "revision": after.revision,
        "body": _json(replace(after, moments=(), assets=(), cues=())),
    }
    if before is None:
        connection.execute(insert(EVENTS).values(id=after.id, **row))
    else:
        if before.channels != after.channels:
            renew(connection, before)
        connection.execute(update(EVENTS).where(EVENTS.c.id == after.id).values(row))
    _MOMENTS.write(connection, before, after)
    _ASSETS.write(connection, before, after)
    _CUES.write(connection, before, after)


def check_whole(event: LiveEvent) -> None:
    """``WrongInput`` where a slug is there twice, or stands for nothing in this event.

    An event with loose ends could not be taken back to exactly what it was.
    """
    moments = [moment.slug for moment in event.moments]
    assets = [asset.slug for asset in event.assets]
    sets = [one.slug for one in event.outcome_sets]
    _once(event, moments)
    _once(event, assets)
    _once(event, sets)
    _once(event, [term.slug for term in event.terms])
    _once(event, [feed_name(feed) for feed in event.feeds])
    _once(event, [f"{cue.moment}/{cue.asset}" for cue in event.cues])
    _known(event, [cue.moment for cue in event.cues], moments)
    _known(event, [cue.asset for cue in event.cues], assets)
    _known(event, [asset for _, asset in event.slots], assets)
    for one in event.outcome_sets:
        if one.decided is not None:
            _known(event, [one.decided], [side.slug for side in one.outcomes])


def _once(event: LiveEvent, slugs: Sequence[str]) -> None:
    seen: set[str] = set()
    for slug in slugs:
        if slug in seen:
            raise WrongInput(message("store.twice", event=event.slug, slug=slug))
        seen.add(slug)


def _known(event: LiveEvent, slugs: Sequence[str], there: Sequence[str]) -> None:
    for slug in sorted(set(slugs).difference(there)):
        raise WrongInput(message("store.loose_end", event=event.slug, slug=slug))


def in_common(old: Sequence[object], new: Sequence[object]) -> tuple[int, int]:
    """How many entries both have in front, and behind those how many at the end."""
    shorter = min(len(old), len(new))
    # Nearly every entry of a changed list is the very one of the list before: no comparing.
    front = 0
    for one, other in zip(old, new, strict=False):
        if one is not other and one != other:
            break
        front += 1
    back = 0
    for one, other in zip(reversed(old), reversed(new), strict=False):
        if back == shorter - front or (one is not other and one != other):
            break
        back += 1
    return front, back


def _json(what: object) -> str:
    return msgspec.json.encode(what).decode()
