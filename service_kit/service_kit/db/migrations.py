"""Alembic, set up once for both services: each has a `migrations/` folder beside its package."""

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
    """The Alembic configuration of the migrations in `folder`, on the database at `url`."""
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = url
    return config


def upgrade(folder: Path, url: str) -> None:
    """Bring the database at `url` up to date. Safe to run in several processes at once."""
    database = make_url(url).database
    if url.startswith("sqlite") and database:
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(configuration(folder, url), "head")


def run(metadata: Sequence[MetaData]) -> None:
    """What a service's `migrations/env.py` calls. `metadata` is what the tables should look like."""
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
        connection.isolation_level = None  # the driver would commit before each CREATE TABLE

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """Keep other processes' migrations waiting. On SQLite all is one transaction: done as a whole, or not."""
    if connection.dialect.name == "sqlite":
        with connection.begin():
            yield
        return
    got = connection.execute(text(f"SELECT GET_LOCK('tandem_migrate', {LOCK_SECONDS})")).scalar()
    connection.commit()  # ends the transaction that the question began; the lock is the session's and stays
    if not got:
        raise TimeoutError(f"another migration has been running for {LOCK_SECONDS} s")
    try:
        yield
    finally:
        connection.execute(text("SELECT RELEASE_LOCK('tandem_migrate')"))
