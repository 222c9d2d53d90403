"""Finding assets as one types: a port, and what fills it on either database.

Every word asked for must begin a word of the asset. Hits in the title come first, then the
others, each in the order the library got them: a list that keeps its order while one types.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import Connection, TextClause, bindparam, delete, insert, select, text

from controlroom.event.asset import Asset
from controlroom.event.live_event import LiveEvent
from controlroom.store.database import Database
from controlroom.store.event_lists import in_common
from controlroom.store.tables import EVENTS, SEARCH_ROWS
from controlroom.store.words import asked_words, words_of

_FEW = 200
_MANY = 1_000


class WordIndex(Protocol):
    """What one database does for the search. Rows have ``id``, ``title`` and ``body``: words."""

    def write(self, connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
        """Store the words of rows that have none."""

    def asked(self, words: Sequence[str], column: str) -> tuple[TextClause, str]:
        """How this database is asked where each of ``words`` begins a word in ``column``.

        A SELECT of assets' slugs with the parameters ``event``, ``query`` and ``most``, and the
        ``query``.
        """


class SqliteWords:
    """FTS5."""

    def write(self, connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
        """See ``WordIndex``."""
        joined = [
            {"id": row["id"], "title": " ".join(row["title"]), "body": " ".join(row["body"])}
            for row in rows
        ]
        connection.execute(text("DELETE FROM search_words WHERE rowid = :id"), joined)
        order = "INSERT INTO search_words (rowid, title, body) VALUES (:id, :title, :body)"
        connection.execute(text(order), joined)

    def asked(self, words: Sequence[str], column: str) -> tuple[TextClause, str]:
        """See ``WordIndex``."""
        # CROSS JOIN keeps the search in front: in its own order it can stop at the limit.
        order = (
            "SELECT r.asset FROM search_words w CROSS JOIN search_rows r ON r.id = w.rowid "
            "WHERE search_words MATCH :query AND r.event = :event ORDER BY w.rowid LIMIT :most"
        )
        all_of = " AND ".join(f'"{word}"*' for word in words)
        return text(order), f"{column} : ({all_of})"


class PostgresqlWords:
    """tsvector, made of our words without a parser between."""

    def write(self, connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
        """See ``WordIndex``."""
        order = (
            "INSERT INTO search_words (id, title, body) VALUES (:id, "
            "array_to_tsvector(CAST(:title AS text[])), array_to_tsvector(CAST(:body AS text[]))) "
            "ON CONFLICT (id) DO UPDATE SET title = excluded.title, body = excluded.body"
        )
        connection.execute(text(order), rows)
        if len(rows) >= _MANY:
            # Until it has counted, the server reads the whole table for each search.
            connection.execute(text("ANALYZE search_rows, search_words"))

    def asked(self, words: Sequence[str], column: str) -> tuple[TextClause, str]:
        """See ``WordIndex``."""
        # The server cannot guess how many rows a beginning fits. With a letter or two it is many:
        # going through the rows in order soon has enough. With more the index is far quicker.
        few_rows = max(map(len, words)) > 2 or sum(map(len, words)) > 3
        order = (
            f"WITH hit AS {'' if few_rows else 'NOT '}MATERIALIZED (SELECT id FROM search_words "
            f"WHERE {column} @@ CAST(:query AS tsquery)) SELECT r.asset FROM hit "
            "JOIN search_rows r ON r.id = hit.id WHERE r.event = :event ORDER BY hit.id LIMIT :most"
        )
        return text(order), " & ".join(f"'{word}':*" for word in words)


class Search:
    """The search over the assets of an event; one for each database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._words: WordIndex = SqliteWords() if database.kind == "sqlite" else PostgresqlWords()

    def find(self, event: str, typed: str, limit: int = 50) -> tuple[str, ...]:
        """Slugs of the assets of the event called ``event`` that ``typed`` finds.

        ``typed`` is what a person typed so far, anything at all. Empty for text without words.
        """
        words = asked_words(typed)
        if not words or limit <= 0:
            return ()
        with self._database.reading() as connection:
            id_ = connection.scalar(select(EVENTS.c.id).where(EVENTS.c.slug == event))
            found = self._hits(connection, id_, words, "title", limit)
            if len(found) < limit:
                # The body has the title's words too, so that two words may be in either; what
                # the title found is found again.
                found += self._hits(connection, id_, words, "body", limit + len(found))
        return tuple(dict.fromkeys(found))[:limit]

    def index(self, connection: Connection, before: LiveEvent | None, after: LiveEvent) -> None:
        """Bring the search to ``after``, inside the transaction that writes it down."""
        gone, changed = _differences(before, after)
        if gone:
            connection.execute(
                delete(SEARCH_ROWS).where(
                    SEARCH_ROWS.c.event == after.id, SEARCH_ROWS.c.asset == bindparam("gone")
                ),
                [{"gone": slug} for slug in sorted(gone)],
            )
        if changed:
            self._write(connection, after, changed)

    def _write(self, connection: Connection, event: LiveEvent, assets: Sequence[Asset]) -> None:
        mine = SEARCH_ROWS.c.event == event.id
        asked = select(SEARCH_ROWS.c.asset, SEARCH_ROWS.c.id).where(mine)
        if len(assets) < _FEW:
            asked = asked.where(SEARCH_ROWS.c.asset.in_([asset.slug for asset in assets]))
        known = {row.asset for row in connection.execute(asked)}
        # A row keeps its id, and with it its place among the hits, when its words change.
        new = [
            {"event": event.id, "asset": asset.slug} for asset in assets if asset.slug not in known
        ]
        if new:
            connection.execute(insert(SEARCH_ROWS), new)
        ids = {row.asset: row.id for row in connection.execute(asked)}
        titles = _moment_titles(event)
        self._words.write(
            connection,
            [
                {"id": ids[asset.slug], **_row_words(asset, titles.get(asset.slug, ()))}
                for asset in assets
            ],
        )

    def _hits(
        self, connection: Connection, event: str | None, words: list[str], column: str, most: int
    ) -> list[str]:
        order, query = self._words.asked(words, column)
        return list(connection.scalars(order, {"event": event, "query": query, "most": most}))


def _differences(before: LiveEvent | None, after: LiveEvent) -> tuple[set[str], list[Asset]]:
    """Slugs of assets that are gone, and the assets whose words may have changed."""
    if before is None:
        return set(), list(after.assets)
    front, back = in_common(before.assets, after.assets)
    old = before.assets[front : len(before.assets) - back]
    changed = {asset.slug for asset in after.assets[front : len(after.assets) - back]}
    gone = {asset.slug for asset in old} - changed
    if before.cues is not after.cues or before.moments is not after.moments:
        titles, now = _moment_titles(before), _moment_titles(after)
        changed |= {slug for slug in titles | now if titles.get(slug) != now.get(slug)}
    if not changed:
        return gone, []
    return gone, [asset for asset in after.assets if asset.slug in changed]


def _moment_titles(event: LiveEvent) -> dict[str, tuple[str, ...]]:
    """asset → titles of the moments it is paired with."""
    named = {moment.slug: moment.title for moment in event.moments}
    titles: dict[str, tuple[str, ...]] = {}
    for cue in event.cues:
        if cue.moment in named:
            titles[cue.asset] = (*titles.get(cue.asset, ()), named[cue.moment])
    return titles


def _row_words(asset: Asset, moments: tuple[str, ...]) -> dict[str, list[str]]:
    pictures = [asset.picture, *(variant.picture for variant in asset.variants)]
    said = (
        asset.title,
        asset.slug,
        asset.caption,
        *(variant.caption or "" for variant in asset.variants),
        *(picture.alt for picture in pictures if picture is not None),
        *asset.tags,
        asset.use_when,
        *moments,
    )
    body = dict.fromkeys(word for text_ in said for word in words_of(text_))
    return {"title": words_of(asset.title), "body": list(body)}
