"""The outbox: what is to go out is on the disk before it goes."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, Required, TypedDict, Unpack

import msgspec
from sqlalchemy import Row, insert, select, update
from sqlalchemy.sql import ColumnElement

from controlroom.errors import Refused, WrongInput
from controlroom.event.delivery import OPEN, Delivery, DeliveryState, may_become
from controlroom.messages import message
from controlroom.store.database import Database
from controlroom.store.tables import DELIVERIES

_FIELDS = tuple(field.name for field in fields(Delivery))
_COLUMNS = tuple(DELIVERIES.c[name] for name in _FIELDS)


class Known(TypedDict, total=False):
    """What becomes known of a delivery on its way; the fields of ``Delivery``."""

    changed: Required[int]
    sends_at: int
    until: int | None
    key: str
    remote_id: str | None
    url: str | None
    accepted: int | None
    problem: str | None
    uploads: tuple[str, ...]
    answer: str | None
    retracted: int | None
    handed: str | None


class IllegalMove(ValueError):
    """A delivery in one state can never get to the other: a mistake in the program."""


class DeliveryMoved(Refused):
    """The delivery is no longer in the state it was thought to be in; ``now`` is what it is."""

    def __init__(self, now: Delivery) -> None:
        super().__init__(message("store.delivery_moved", channel=now.channel))
        self.now = now


class Outbox:
    """The deliveries of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, deliveries: Iterable[Delivery]) -> None:
        """Write new deliveries, all or none; they are on the disk when it returns."""
        rows = [_row(delivery) for delivery in deliveries]
        if rows:
            with self._database.writing() as connection:
                connection.execute(insert(DELIVERIES), rows)

    def move(
        self,
        delivery_id: str,
        from_state: DeliveryState,
        to_state: DeliveryState,
        **known: Unpack[Known],
    ) -> Delivery:
        """The delivery in ``to_state``, with what became known; on the disk when it returns.

        ``changed`` (UTC µs) must be among ``known``. ``IllegalMove`` for a way there is not;
        ``DeliveryMoved`` if it is no longer in ``from_state``: nothing was overwritten.
        """
        if not may_become(from_state, to_state):
            raise IllegalMove(f"{from_state} cannot become {to_state}")
        return self._update(delivery_id, from_state, {"state": to_state.value, **_columns(known)})

    def amend(self, delivery_id: str, state: DeliveryState, **known: Unpack[Known]) -> Delivery:
        """Like ``move`` for what becomes known while the delivery stays in ``state``."""
        return self._update(delivery_id, state, _columns(known))

    def get(self, delivery_id: str) -> Delivery:
        """One delivery. ``WrongInput`` if there is none."""
        found = self._select(DELIVERIES.c.id == delivery_id)
        if not found:
            raise WrongInput(message("store.no_delivery", delivery=delivery_id))
        return found[0]

    def open_deliveries(self, event: str) -> tuple[Delivery, ...]:
        """Deliveries of ``event`` that are pending, waiting or being sent, oldest TAKE first."""
        states = sorted(state.value for state in OPEN)
        return self._select(DELIVERIES.c.event == event, DELIVERIES.c.state.in_(states))

    def by_take(self, take: str) -> tuple[Delivery, ...]:
        """The deliveries of one TAKE."""
        return self._select(DELIVERIES.c.take == take)

    def of_event(self, event: str, rehearsal: bool | None = None) -> tuple[Delivery, ...]:
        """Every delivery of ``event``, oldest TAKE first; ``rehearsal`` None means both."""
        asked = [DELIVERIES.c.event == event]
        if rehearsal is not None:
            asked.append(DELIVERIES.c.rehearsal.is_(rehearsal))
        return self._select(*asked)

    def _select(self, *asked: ColumnElement[bool]) -> tuple[Delivery, ...]:
        order = (DELIVERIES.c.taken, DELIVERIES.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(select(*_COLUMNS).where(*asked).order_by(*order))
            return tuple(_delivery(row) for row in rows)

    def _update(
        self, delivery_id: str, state: DeliveryState, values: Mapping[str, Any]
    ) -> Delivery:
        if "changed" not in values:
            raise TypeError("say when it changed")
        with self._database.writing() as connection:
            row = connection.execute(
                update(DELIVERIES)
                .where(DELIVERIES.c.id == delivery_id, DELIVERIES.c.state == state.value)
                .values(values)
                .returning(*_COLUMNS)
            ).one_or_none()
            if row is None:
                raise DeliveryMoved(self.get(delivery_id))
            return _delivery(row)


def _row(delivery: Delivery) -> dict[str, Any]:
    row = {name: getattr(delivery, name) for name in _FIELDS}
    return {**_columns(row), "state": delivery.state.value}


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the table has them: lists are JSON text."""
    return {
        name: msgspec.json.encode(value).decode() if isinstance(value, tuple) else value
        for name, value in values.items()
    }


def _delivery(row: Row[Any]) -> Delivery:
    values = dict(row._mapping)
    values["state"] = DeliveryState(values["state"])
    for name in ("pictures", "uploads"):
        values[name] = msgspec.json.decode(values[name], type=tuple[str, ...])
    return Delivery(**values)
