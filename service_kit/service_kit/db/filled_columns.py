"""For migrations: add columns with values and unique constraints to tables that already have rows.

SQLite can add neither a NOT NULL column nor a constraint. There the table is rebuilt from its definition text, so
that everything that was added to it earlier is kept.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from alembic import op
from sqlalchemy import Column, Connection, text
from sqlalchemy.schema import CreateColumn

BATCH = 1000
Values = Mapping[int, Mapping[str, object]]
"""The values of the new columns, by row id."""
_CONSTRAINTS = ("PRIMARY KEY", "UNIQUE", "CONSTRAINT", "FOREIGN KEY", "CHECK")


def add_columns(
    table: str,
    columns: Sequence[Column[Any]],
    values: Values,
    *,
    unique: Collection[str] = (),
    no_longer_unique: Collection[str] = (),
) -> None:
    """Add columns with values. `unique` columns get a unique constraint, `no_longer_unique` ones lose theirs."""
    if op.get_context().dialect.name == "sqlite":
        added = [str(CreateColumn(column).compile(dialect=op.get_context().dialect)) for column in columns]
        lost = {f"UNIQUE ({name})" for name in no_longer_unique}

        def edit(lines: list[str]) -> list[str]:
            place = next((at for at, line in enumerate(lines) if line.startswith(_CONSTRAINTS)), len(lines))
            kept = [line for line in lines[place:] if line not in lost]
            return [*lines[:place], *added, *kept, *(f"UNIQUE ({name})" for name in unique)]

        _rebuild(table, edit, values)
        return
    for column in columns:
        op.add_column(table, column)
    assigned = ", ".join(f"{column.name} = :{column.name}" for column in columns)
    _run(op.get_bind(), f"UPDATE `{table}` SET {assigned} WHERE id = :id", values)  # noqa: S608 - own names
    for name in no_longer_unique:
        op.drop_constraint(name, table, type_="unique")
    for name in unique:
        op.create_unique_constraint(name, table, [name])


def drop_columns(
    table: str, columns: Collection[str], *, unique: Collection[str] = (), unique_again: Collection[str] = ()
) -> None:
    """Undo `add_columns`."""
    if op.get_context().dialect.name == "sqlite":
        lost = {f"UNIQUE ({name})" for name in unique}

        def edit(lines: list[str]) -> list[str]:
            kept = [line for line in lines if line not in lost and line.split()[0] not in columns]
            return [*kept, *(f"UNIQUE ({name})" for name in unique_again)]

        _rebuild(table, edit, {})
        return
    for name in unique:
        op.drop_constraint(name, table, type_="unique")
    for name in columns:
        op.drop_column(table, name)
    for name in unique_again:
        op.create_unique_constraint(name, table, [name])


def _rebuild(table: str, edit: Callable[[list[str]], list[str]], values: Values) -> None:
    """Rebuild a SQLite table with other columns. Keeps indexes, rows and the last used id."""
    bind, former = op.get_bind(), f"former_{table}"
    definition = bind.execute(
        text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name"), {"name": table}
    ).scalar_one()
    indexes = bind.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :name AND sql IS NOT NULL"),
        {"name": table},
    ).all()
    head, _, body = definition.partition("(\n")
    lines = [line.strip().removesuffix(",") for line in body.rpartition(")")[0].splitlines() if line.strip()]
    op.rename_table(table, former)
    for index in indexes:
        op.drop_index(index.name, former)
    bind.exec_driver_sql(f"{head}(\n\t" + ", \n\t".join(edit(lines)) + "\n)")
    _copy(bind, former, table, values)
    if "AUTOINCREMENT" in definition:
        _keep_last_id(bind, former, table)
    op.drop_table(former)
    for index in indexes:
        bind.exec_driver_sql(index.sql)


def _copy(bind: Connection, former: str, table: str, values: Values) -> None:
    known, wanted = _columns(bind, former), _columns(bind, table)
    names = [name for name in known if name in wanted]
    rows = bind.execute(text(f'SELECT {", ".join(names)} FROM "{former}"'))  # noqa: S608 - own names
    added = [name for name in wanted if name not in known]
    placed = ", ".join(f":{name}" for name in (*names, *added))
    statement = f'INSERT INTO "{table}" ({", ".join((*names, *added))}) VALUES ({placed})'  # noqa: S608 - own names
    for batch in rows.mappings().partitions(BATCH):
        bind.execute(text(statement), [{**row, **values.get(row["id"], {})} for row in batch])


def _columns(bind: Connection, table: str) -> list[str]:
    return [row.name for row in bind.execute(text(f'PRAGMA table_info("{table}")'))]


def _keep_last_id(bind: Connection, former: str, table: str) -> None:
    """Prevent SQLite from reusing the id of a deleted row."""
    last = bind.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": former}).scalar()
    bind.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table})
    if last is not None:
        statement = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)")
        bind.execute(statement, {"name": table, "seq": last})


def _run(bind: Connection, statement: str, values: Values) -> None:
    rows = [{"id": row_id, **keys} for row_id, keys in values.items()]
    for start in range(0, len(rows), BATCH):
        bind.execute(text(statement), rows[start : start + BATCH])
