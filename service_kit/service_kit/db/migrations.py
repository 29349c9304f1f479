"""Alembic configuration for both services. Each service has a `migrations/` folder next to its package."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from alembic import command, context
from alembic.config import Config
from sqlalchemy import Connection, Engine, MetaData, create_engine, event, make_url, text
from sqlalchemy.pool import NullPool

LOCK_SECONDS = 60


def configuration(folder: Path, url: str) -> Config:
    """Return the Alembic configuration for the migrations in `folder` and the database at `url`."""
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = url
    return config


def upgrade(folder: Path, url: str) -> None:
    """Migrate the database at `url` to the newest version. Safe to run in several processes at once."""
    database = make_url(url).database
    if url.startswith("sqlite") and database:
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(configuration(folder, url), "head")


def run(metadata: Sequence[MetaData]) -> None:
    """Run migrations; called by a service's `migrations/env.py`. `metadata` describes the expected tables."""
    given = context.config.attributes.get("connection")
    if given is not None:
        _run_on(given, metadata)
        return
    engine = _engine(context.config.attributes["url"])
    with engine.connect() as connection, _alone(connection):
        _run_on(connection, metadata)
    engine.dispose()


def _run_on(connection: Connection, metadata: Sequence[MetaData]) -> None:
    context.configure(
        connection=connection,
        target_metadata=list(metadata),
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, poolclass=NullPool)
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": LOCK_SECONDS})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # otherwise the driver commits before each CREATE TABLE

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """Block the migrations of other processes. On SQLite, all migrations run in one transaction."""
    if connection.dialect.name == "sqlite":
        with connection.begin():
            yield
        return
    got = connection.execute(text(f"SELECT GET_LOCK('tandem_migrate', {LOCK_SECONDS})")).scalar()
    connection.commit()  # ends the implicit transaction; the lock belongs to the session and stays
    if not got:
        raise TimeoutError(f"another migration has been running for {LOCK_SECONDS} s")
    try:
        yield
    finally:
        connection.execute(text("SELECT RELEASE_LOCK('tandem_migrate')"))
