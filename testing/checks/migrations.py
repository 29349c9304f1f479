"""Requirements for the migrations of every service, on SQLite and on MariaDB."""

import multiprocessing
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from pathlib import Path

import psutil
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from service_kit.db.migrations import configuration, upgrade
from service_kit.process.cli import Commands
from sqlalchemy import Engine, MetaData, create_engine, inspect, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from testing.waiting import eventually

AT_ONCE = 4


class MigrationChecks:
    """Derive from it with the service's `commands` and its `metadata`."""

    commands: Commands
    metadata: Sequence[MetaData]

    @pytest.fixture(params=["sqlite", "mariadb"])
    def url(self, request: pytest.FixtureRequest) -> str:
        """The URL of an empty database."""
        url: str = request.getfixturevalue(f"{request.param}_url")
        return url

    @pytest.fixture
    def engine(self, url: str) -> Iterator[Engine]:
        """An engine that keeps no connections open."""
        engine = create_engine(url, poolclass=NullPool)
        yield engine
        engine.dispose()

    def test_there_is_a_single_newest_revision(self) -> None:
        script = ScriptDirectory.from_config(configuration(self.commands.migrations, "sqlite:///unused.db"))
        assert len(script.get_heads()) == 1
        assert len(script.get_bases()) == 1

    def test_migrated_tables_match_the_model(self, url: str, engine: Engine) -> None:
        upgrade(self.commands.migrations, url)
        self._assert_as_the_model(engine)

    def test_migrated_table_definitions_match_the_model(self, url: str, engine: Engine) -> None:
        upgrade(self.commands.migrations, url)
        migrated = self._definitions(engine)
        command.downgrade(configuration(self.commands.migrations, url), "base")
        for metadata in self.metadata:
            metadata.create_all(engine)
        assert migrated == self._definitions(engine)

    def test_every_migration_can_be_undone_and_repeated(self, url: str, engine: Engine) -> None:
        config = configuration(self.commands.migrations, url)
        revisions = list(ScriptDirectory.from_config(config).walk_revisions())
        for revision in reversed(revisions):
            command.upgrade(config, revision.revision)
            command.downgrade(config, str(revision.down_revision or "base"))
            command.upgrade(config, revision.revision)
        command.downgrade(config, "base")
        assert inspect(engine).get_table_names() == ["alembic_version"]

    def test_a_second_migration_changes_nothing(self, url: str, engine: Engine) -> None:
        upgrade(self.commands.migrations, url)
        before = self._definitions(engine)
        upgrade(self.commands.migrations, url)
        assert self._definitions(engine) == before

    def test_concurrent_migrations_all_succeed(self, url: str, engine: Engine) -> None:
        # Forked, because a new process takes seconds to import the service. Forked before the lock is taken,
        # because SQLite connections do not survive a fork.
        forked = multiprocessing.get_context("fork")
        go = forked.Event()
        arguments = (go, self.commands.migrations, url)
        started = [forked.Process(target=_upgrade_when_told, args=arguments) for _ in range(AT_ONCE)]
        for process in started:
            process.start()
        with _held(engine) as waits:
            go.set()
            eventually(lambda: _assert_all(waits(process.pid) for process in started), timeout=30)
        for process in started:
            process.join(60)
        assert [process.exitcode for process in started] == [0] * AT_ONCE
        self._assert_as_the_model(engine)

    def test_on_sqlite_a_migration_that_fails_leaves_nothing_behind(self, sqlite_url: str) -> None:
        engine = create_engine(sqlite_url, poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE user (id INTEGER)"))
        with pytest.raises(OperationalError):
            upgrade(self.commands.migrations, sqlite_url)
        assert inspect(engine).get_table_names() == ["user"]

    def _assert_as_the_model(self, engine: Engine) -> None:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, list(self.metadata)) == []  # type: ignore[arg-type]

    def _definitions(self, engine: Engine) -> dict[str, list[str]]:
        """Return the statement that creates each table, as sorted lines."""
        names = set(inspect(engine).get_table_names()) - {"alembic_version"}
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                rows = connection.execute(text("SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
                statements = [(row.tbl_name, row.sql) for row in rows if row.tbl_name in names]
            else:
                statements = [
                    (name, connection.execute(text(f"SHOW CREATE TABLE `{name}`")).one()[1]) for name in names
                ]
        lines = [(name, line.strip(" ,")) for name, sql in statements for line in sql.splitlines()]
        return {
            name: sorted(re.sub(r" AUTO_INCREMENT=\d+", "", line) for owner, line in lines if owner == name)
            for name in names
        }


@contextmanager
def _held(engine: Engine) -> Iterator[Callable[[int | None], bool]]:
    """Hold the migration lock. Yields a function that tells whether a process is waiting for it."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield lambda pid: any(file.path == engine.url.database for file in psutil.Process(pid).open_files())
            connection.rollback()
        else:
            connection.execute(text("SELECT GET_LOCK('tandem_migrate', 0)"))
            yield lambda pid: any(peer.raddr for peer in psutil.Process(pid).net_connections())


def _upgrade_when_told(go: Event, folder: Path, url: str) -> None:
    go.wait()
    upgrade(folder, url)


def _assert_all(answers: Iterable[bool]) -> None:
    assert all(answers)
