"""Events: imported whole, read whole, changed by edits."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Select, select, update

from controlroom.errors import Refused, StaleRevision, WrongInput
from controlroom.event.edits import Edit, apply, as_json
from controlroom.event.live_event import LiveEvent
from controlroom.messages import message
from controlroom.store.database import Database
from controlroom.store.event_lists import check_whole, read_event, write_event
from controlroom.store.older import edit_from
from controlroom.store.search import Search
from controlroom.store.tables import EDITS, EVENTS


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event in the list of events. ``starts``/``ends`` UTC µs."""

    id: str
    slug: str
    title: str
    starts: int
    ends: int
    revision: int


@dataclass(frozen=True, slots=True)
class EditRow:
    """An edit as it was appended.

    ``revision``: the event's once it was applied. ``undoes``: the revision of the edit this one
    took back. ``undone_by``: the revision that took this one back, by undo or by an import over
    the whole event. ``at`` UTC µs.
    """

    revision: int
    at: int
    by: str
    edit: Edit
    inverse: Edit
    undoes: int | None
    undone_by: int | None


class EventRows:
    """The events of one database."""

    def __init__(self, database: Database, search: Search) -> None:
        self._database = database
        self._search = search
        self._latest: dict[str, LiveEvent] = {}

    def save_event(self, event: LiveEvent) -> LiveEvent:
        """Write an imported event and answer it as it is stored.

        Over an event of the same slug it keeps that one's id and goes one revision further;
        edits made before can no longer be undone. ``WrongInput`` for a slug that is there twice or
        stands for nothing.
        """
        check_whole(event)
        with self._database.writing() as connection:
            before = self._locked(connection, event.slug)
            if before is not None:
                event = replace(event, id=before.id, revision=before.revision + 1)
                connection.execute(
                    update(EDITS)
                    .where(EDITS.c.event == before.id, EDITS.c.undone_by.is_(None))
                    .values(undone_by=event.revision)
                )
            self._write(connection, before, event)
        return event

    def load_event(self, slug: str) -> LiveEvent:
        """The event called ``slug``. ``WrongInput`` if there is none."""
        with self._database.reading() as connection:
            event = self._current(connection, slug, lock=False)
        if event is None:
            raise WrongInput(message("store.no_event", event=slug))
        return event

    def list_events(self) -> tuple[EventLine, ...]:
        """Every event, the one that starts first in front."""
        columns = [EVENTS.c[name] for name in EventLine.__dataclass_fields__]
        with self._database.reading() as connection:
            rows = connection.execute(select(*columns).order_by(EVENTS.c.starts, EVENTS.c.slug))
            return tuple(EventLine(*row) for row in rows)

    def apply_edit(
        self, slug: str, expected_revision: int, edit: Edit, by: str, at: int
    ) -> LiveEvent:
        """The event after ``edit``; edit, inverse and rows are on the disk when it returns.

        ``expected_revision`` is that of the snapshot the edit was made from. ``StaleRevision``
        if the event has changed since; ``what_happened.value("current")`` says to which.
        ``WrongInput`` if the edit does not fit the event. ``at`` UTC µs.
        """
        return self.apply_edits(slug, expected_revision, (edit,), by, at)

    def apply_edits(
        self, slug: str, expected_revision: int, edits: Iterable[Edit], by: str, at: int
    ) -> LiveEvent:
        """The same for several, each of which can be taken back by itself: all of them, or none."""
        with self._database.writing() as connection:
            event = self._expected(connection, slug, expected_revision)
            for edit in edits:
                event = self._change(connection, event, edit, by, at, undoes=None)
            return event

    def undo(self, slug: str, expected_revision: int, by: str, at: int) -> LiveEvent:
        """Take back the newest edit that stands, as a new edit; again for the one before it.

        ``Refused`` when there is none; ``StaleRevision`` as with ``apply_edit``.
        """
        with self._database.writing() as connection:
            before = self._expected(connection, slug, expected_revision)
            newest = connection.execute(_newest_that_stands(before.id)).one_or_none()
            if newest is None:
                raise Refused(message("edit.nothing_to_undo"))
            inverse = edit_from(newest.inverse_json, before)
            after = self._change(connection, before, inverse, by, at, undoes=newest.revision)
            connection.execute(
                update(EDITS)
                .where(EDITS.c.event == before.id, EDITS.c.revision == newest.revision)
                .values(undone_by=after.revision)
            )
            return after

    def next_undo(self, slug: str) -> Edit | None:
        """The edit by which ``undo`` would take the newest one back, None where there is none."""
        with self._database.reading() as connection:
            event = self._current(connection, slug, lock=False)
            if event is None:
                return None
            newest = connection.execute(_newest_that_stands(event.id)).one_or_none()
        return None if newest is None else edit_from(newest.inverse_json, event)

    def taken_back_by(self, slug: str, revision: int) -> int:
        """The revision that the edit made which ``undo`` took back as ``revision``; ``revision``
        itself where that was no undo."""
        with self._database.reading() as connection:
            found = connection.execute(
                select(EDITS.c.undoes)
                .join(EVENTS, EVENTS.c.id == EDITS.c.event)
                .where(EVENTS.c.slug == slug, EDITS.c.revision == revision)
            ).scalar_one_or_none()
        return revision if found is None else int(found)

    def edits(self, slug: str) -> tuple[EditRow, ...]:
        """Every edit of the event, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                select(EDITS)
                .join(EVENTS, EVENTS.c.id == EDITS.c.event)
                .where(EVENTS.c.slug == slug)
                .order_by(EDITS.c.revision)
            ).all()
            event = self._current(connection, slug, lock=False)
        if event is None:
            return ()
        return tuple(
            EditRow(
                row.revision,
                row.at,
                row.by,
                edit_from(row.edit_json, event),
                edit_from(row.inverse_json, event),
                row.undoes,
                row.undone_by,
            )
            for row in rows
        )

    def _change(
        self,
        connection: Connection,
        before: LiveEvent,
        edit: Edit,
        by: str,
        at: int,
        undoes: int | None,
    ) -> LiveEvent:
        after, inverse = apply(before, edit)
        self._write(connection, before, after)
        connection.execute(
            EDITS.insert().values(
                event=after.id,
                revision=after.revision,
                at=at,
                by=by,
                edit_json=as_json(edit),
                inverse_json=as_json(inverse),
                undoes=undoes,
            )
        )
        return after

    def _write(self, connection: Connection, before: LiveEvent | None, after: LiveEvent) -> None:
        write_event(connection, before, after)
        self._search.index(connection, before, after)
        self._database.after_commit(lambda: self._latest.update({after.slug: after}))

    def _expected(self, connection: Connection, slug: str, revision: int) -> LiveEvent:
        current = self._locked(connection, slug)
        if current is None:
            raise WrongInput(message("store.no_event", event=slug))
        if current.revision != revision:
            raise StaleRevision(
                message("store.stale_revision", expected=revision, current=current.revision),
                message("store.stale_revision.do"),
            )
        return current

    def _locked(self, connection: Connection, slug: str) -> LiveEvent | None:
        # Also keeps two imports of one new slug apart, where there is no row to lock yet.
        self._database.one_at_a_time(connection, f"controlroom.event.{slug}")
        return self._current(connection, slug, lock=True)

    def _current(self, connection: Connection, slug: str, *, lock: bool) -> LiveEvent | None:
        asked = select(EVENTS.c.id, EVENTS.c.revision, EVENTS.c.body).where(EVENTS.c.slug == slug)
        row = connection.execute(asked.with_for_update() if lock else asked).one_or_none()
        if row is None:
            return None
        known = self._latest.get(slug)
        # A revision is never used twice, so an equal one is the same event.
        if known is not None and (known.id, known.revision) == (row.id, row.revision):
            return known
        return read_event(connection, row.body, row.revision)


def _newest_that_stands(event: str) -> Select[tuple[int, str]]:
    """The revision and the inverse of the edit that an undo takes back."""
    return (
        select(EDITS.c.revision, EDITS.c.inverse_json)
        .where(EDITS.c.event == event, EDITS.c.undone_by.is_(None), EDITS.c.undoes.is_(None))
        .order_by(EDITS.c.revision.desc())
        .limit(1)
    )
