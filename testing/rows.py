"""Looking at a database from outside: all that is in it, and every statement that is sent to it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from service_kit.db.database import Database
from sqlalchemy import Connection, Engine, event, inspect, text
from sqlalchemy.exc import OperationalError

Contents = dict[str, list[tuple[Any, ...]]]
NOT_DATA = {"alembic_version"}


def contents(database: Database) -> Contents:
    """Return every row of every table, in a stable order."""
    return database.read(lambda reader: {name: _rows(reader, name) for name in _tables(reader)})


def counts(database: Database) -> dict[str, int]:
    """Return the number of rows of every non-empty table."""
    return {name: len(rows) for name, rows in contents(database).items() if rows}


def outbox_events(database: Database, of: str = "") -> list[dict[str, Any]]:
    """Return the events in the outbox, in the order of their recording. `of` is a prefix of their types."""
    bodies = text("SELECT body FROM outbox ORDER BY id")
    events = [json.loads(body) for body in database.read(lambda reader: reader.execute(bodies).scalars().all())]
    return [event for event in events if event["type"].startswith(of)]


def clear(engine: Engine) -> None:
    """Delete every row of every table. Reconnects if an earlier test restarted the server."""
    try:
        _delete_all(engine)
    except OperationalError as error:
        if not error.connection_invalidated:
            raise
        _delete_all(engine)


def _delete_all(engine: Engine) -> None:
    with engine.begin() as connection:
        for name in _tables(connection):
            connection.execute(text(f"DELETE FROM {_quoted(connection, name)}"))


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the SQL that all engines of this process send, except statements that begin a transaction."""
    seen: list[str] = []

    def record(_: object, __: object, statement: str, *___: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(" ".join(statement.split()))

    event.listen(Engine, "before_cursor_execute", record)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", record)


def _tables(connection: Connection) -> list[str]:
    return sorted(set(inspect(connection).get_table_names()) - NOT_DATA)


def _rows(connection: Connection, table: str) -> list[tuple[Any, ...]]:
    rows = connection.execute(text(f"SELECT * FROM {_quoted(connection, table)}"))
    return sorted((tuple(row) for row in rows), key=repr)


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote(name)
