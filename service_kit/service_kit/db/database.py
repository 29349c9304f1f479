"""Database access in short units of work that never block the event loop.

`read` runs queries in autocommit mode, with one round trip each. `write` runs one transaction, and repeats it
after a deadlock or a connection lost before COMMIT. Both behave the same on MySQL 8, MariaDB 10.6+ and SQLite.
"""

import asyncio
import contextvars
import random
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, func, literal_column, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from service_kit.db.errors import is_lost, is_outage, is_read_only, is_retryable
from service_kit.errors import Unavailable

T = TypeVar("T")
Reader = Connection | Session
"""What queries run on: a read connection or the session of a transaction."""

MAX_ATTEMPTS = 8
SQLITE_BUSY_SECONDS = 5
_MYSQL_MODE = (
    "SET SESSION sql_mode='STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
    "NO_ENGINE_SUBSTITUTION', time_zone='+00:00', innodb_lock_wait_timeout=5"
)


class DatabaseUnavailable(Unavailable):
    """The database cannot be reached, is overloaded, or rejects work at the moment."""

    code = "DATABASE_UNAVAILABLE"

    def __init__(self) -> None:
        super().__init__("The database is unavailable. Try again in a moment.")


class Database:
    """The database of one service.

    `url` is `mysql+pymysql://…` or `sqlite:///…`. There is one pool for reading and one for writing. Each keeps up
    to `pool_size` connections open and opens `pool_overflow` more under load. The async methods run on `pool_size`
    threads.
    """

    def __init__(self, url: str, *, pool_size: int = 8, pool_overflow: int = 2) -> None:
        pool = {"pool_size": pool_size, "max_overflow": pool_overflow, "pool_timeout": 5}
        self._writing = _engine(url, pool)
        self._reading = _engine(url, pool, isolation_level="AUTOCOMMIT", skip_autocommit_rollback=True)
        self._threads = ThreadPoolExecutor(pool_size, thread_name_prefix="database")
        self._listeners: dict[str, list[Callable[[], None]]] = {}
        self._change_listeners: list[Callable[[frozenset[str]], None]] = []

    @property
    def engine(self) -> Engine:
        """The engine used for transactions."""
        return self._writing

    def read(self, work: Callable[[Connection], T]) -> T:
        """Run queries. Retries once if the pooled connection is lost. Raises DatabaseUnavailable."""
        try:
            return self._read_once(work)
        except DBAPIError as error:
            self._leave_read_only_server(error)
            if not is_lost(error):
                raise _translated(error) from error
        try:
            return self._read_once(work)
        except DBAPIError as error:
            raise _translated(error) from error

    def write(self, work: Callable[[Session], T]) -> T:
        """Run one transaction. Commits the changes of `work`, or none of them.

        `work` runs again after a deadlock, a lock timeout or a connection lost before COMMIT, so it must have no
        effects other than on its session. If the connection is lost during COMMIT, the outcome is unknown: the
        transaction is not repeated, and DatabaseUnavailable is raised.
        """
        for attempt in range(1, MAX_ATTEMPTS + 1):
            committing = False
            try:
                with Session(self._writing, expire_on_commit=False) as session:
                    result = work(session)
                    session.flush()
                    committing = True
                    session.commit()
            except PoolTimeoutError as error:
                raise DatabaseUnavailable from error
            except DBAPIError as error:
                self._leave_read_only_server(error)
                again = is_retryable(error) or (is_lost(error) and not committing and attempt == 1)
                if not again or attempt == MAX_ATTEMPTS:
                    raise _translated(error) from error
                time.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311 - jitter, not a secret
            else:
                self._notify(session)
                return result
        raise AssertionError("unreachable")

    async def aread(self, work: Callable[[Connection], T]) -> T:
        """`read` on a thread of the pool."""
        return await self._run(self.read, work)

    async def awrite(self, work: Callable[[Session], T]) -> T:
        """`write` on a thread of the pool."""
        return await self._run(self.write, work)

    def on_commit(self, topic: str, listener: Callable[[], None]) -> None:
        """Call `listener` after each committed transaction that called `announce(session, topic)`."""
        self._listeners.setdefault(topic, []).append(listener)

    def on_change(self, listener: Callable[[frozenset[str]], None]) -> None:
        """Call `listener` after each commit with the subjects that the transaction marked with `changed`."""
        self._change_listeners.append(listener)

    def ping(self) -> None:
        """Check that the database answers and, on MySQL, that it is writable. Raises DatabaseUnavailable."""
        self.read(_ping)

    async def aping(self) -> None:
        """`ping` on a thread of the pool."""
        await self.aread(_ping)

    def dispose(self) -> None:
        """Wait for running work, then close all connections."""
        self._threads.shutdown(wait=True)
        self._reading.dispose()
        self._writing.dispose()

    def _leave_read_only_server(self, error: DBAPIError) -> None:
        """Close pooled connections to a read-only server, because after a failover there is another primary."""
        if is_read_only(error):
            self._reading.dispose()
            self._writing.dispose()

    def _read_once(self, work: Callable[[Connection], T]) -> T:
        try:
            with self._reading.connect() as connection:
                return work(connection)
        except PoolTimeoutError as error:
            raise DatabaseUnavailable from error

    async def _run(self, method: Callable[[Any], T], work: Callable[[Any], T]) -> T:
        context = contextvars.copy_context()
        return await asyncio.get_running_loop().run_in_executor(self._threads, context.run, method, work)

    def _notify(self, session: Session) -> None:
        topics: set[str] = session.info.get("announced", set())
        for topic in topics:
            for listener in self._listeners.get(topic, ()):
                listener()
        subjects: set[str] = session.info.get("changed", set())
        if subjects:
            for tell in self._change_listeners:
                tell(frozenset(subjects))


def announce(session: Session, topic: str) -> None:
    """Call the `on_commit` listeners of `topic` after this transaction commits."""
    session.info.setdefault("announced", set()).add(topic)


def changed(session: Session, *subjects: str) -> None:
    """Mark subjects such as `basket/3` as changed by this transaction, for live updates.

    Not needed for events: `outbox.record` and the consumer mark the event's `topic`.
    """
    session.info.setdefault("changed", set()).update(subjects)


def database_now(reader: Reader) -> datetime:
    """Return the current time (UTC) of the database, which all processes share."""
    if reader_dialect(reader) == "sqlite":
        return datetime.now(UTC)
    now: datetime = reader.execute(select(func.utc_timestamp(literal_column("6")))).scalar_one()
    return now.replace(tzinfo=UTC)


def reader_dialect(reader: Reader) -> str:
    """Return `mysql` (also for MariaDB) or `sqlite`."""
    connection = reader.connection() if isinstance(reader, Session) else reader
    return connection.dialect.name


def seconds_from(now: datetime, seconds: float) -> datetime:
    """Return the time `seconds` after `now`."""
    return now + timedelta(seconds=seconds)


def _translated(error: DBAPIError) -> Exception:
    return DatabaseUnavailable() if is_outage(error) else error


def _ping(connection: Connection) -> None:
    # A read-only server also rejects a DELETE that matches no rows. On SQLite, a DELETE would wait for the lock.
    is_mysql = connection.dialect.name == "mysql"
    connection.execute(text("DELETE FROM idempotency_key WHERE FALSE" if is_mysql else "SELECT 1"))


def _engine(url: str, pool: dict[str, Any], **options: Any) -> Engine:
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite_engine(url, pool, **options)
    options.setdefault("isolation_level", "READ COMMITTED")
    return create_engine(
        url,
        pool_recycle=1800,
        pool_use_lifo=True,
        hide_parameters=True,  # errors are logged, and parameters may be secrets
        connect_args={
            "charset": "utf8mb4",
            "init_command": _MYSQL_MODE,
            "connect_timeout": 3,
            "read_timeout": 30,
            "write_timeout": 30,
        },
        **pool,
        **options,
    )


def _sqlite_engine(url: str, pool: dict[str, Any], **options: Any) -> Engine:
    reading = options.get("isolation_level") == "AUTOCOMMIT"
    if make_url(url).database in {None, "", ":memory:"}:
        raise ValueError("SQLite needs a file: each connection to an in-memory database has its own database")
    arguments = {"timeout": SQLITE_BUSY_SECONDS, "check_same_thread": False}
    engine = create_engine(url, connect_args=arguments, hide_parameters=True, **pool)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # the driver must not begin transactions itself
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    if not reading:

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            # Take the write lock at once: a transaction that reads before it writes can fail with BUSY_SNAPSHOT.
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
