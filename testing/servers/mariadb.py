"""A private MariaDB server, or an external one."""

import os
import socket
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from testing.processes import Process
from testing.programs import program
from testing.servers.own import ExternalServer, OwnServer


class MariaDB(OwnServer):
    """A private, small MariaDB server with an empty root password.

    Its log is written to the operating system at every commit, so committed data survives `kill()`. It is not
    flushed to disk: only a power failure would make a difference, and flushing would slow down every test.
    """

    def __init__(self, name: str = "mariadb") -> None:
        super().__init__(name)

    def url(self, database: str = "") -> str:
        """Return the SQLAlchemy URL of this database."""
        # No TLS, which the server does not support: creating a TLS context takes 40 ms of CPU time per connection.
        return f"mysql+pymysql://root@127.0.0.1:{self.port}/{database}?charset=utf8mb4&ssl_disabled=true"

    def create_database(self, name: str) -> None:
        """Create an empty utf8mb4 database."""
        _execute(self.url(), f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4")

    @contextmanager
    def fresh_database(self) -> Iterator[str]:
        """Return the URL of a new empty database. It is kept until the server's data is removed."""
        name = _unique_name()
        self.create_database(name)
        yield self.url(name)

    def launch(self) -> None:
        """Start the server without waiting for it. The first start creates only the system tables."""
        if not (self.directory / "data").exists():
            self._install()
        super().launch()

    def _make_process(self) -> Process:
        command = [str(program("mariadbd", "mysqld")), *self._common_options()]
        command += [
            f"--port={self.port}",
            "--bind-address=127.0.0.1",
            "--skip-name-resolve",
            "--socket=",  # none: in a deep temporary directory, the path could exceed the limit of 107 characters
            f"--pid-file={self.directory}/mariadb.pid",
            "--character-set-server=utf8mb4",
            "--innodb-buffer-pool-size=32M",
            "--innodb-flush-log-at-trx-commit=2",
            "--performance-schema=OFF",
            "--skip-log-bin",
        ]
        return Process(self.name, command, ready=self._answers)

    def _install(self) -> None:
        command = [str(program("mariadb-install-db", "mysql_install_db")), *self._common_options()]
        command += ["--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")

    def _common_options(self) -> list[str]:
        options = [
            "--no-defaults",
            f"--datadir={self.directory}/data",
            f"--tmpdir={self.directory}",  # not /tmp: a starting server deletes files there that others use
            "--innodb-log-file-size=16M",
            "--innodb-use-native-aio=OFF",  # io_uring is often forbidden in containers
        ]
        # The server refuses to run as root without this option.
        return [*options, "--user=root"] if os.geteuid() == 0 else options

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                return bool(connection.recv(1))
        except OSError:
            return False


class ExternalMariaDB(ExternalServer):
    """The external MariaDB or MySQL server at a URL. Its user must be allowed to create databases."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).update_query_dict({"charset": "utf8mb4"})

    def url(self, database: str = "") -> str:
        """Return the SQLAlchemy URL of this database."""
        return self._url.set(database=database).render_as_string(hide_password=False)

    def create_database(self, name: str) -> None:
        """Create an empty utf8mb4 database."""
        _execute(self.url(), f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4")

    @contextmanager
    def fresh_database(self) -> Iterator[str]:
        """Return the URL of a new empty database, which is dropped at the end."""
        name = _unique_name()
        self.create_database(name)
        try:
            yield self.url(name)
        finally:
            _execute(self.url(), "SET lock_wait_timeout = 5", f"DROP DATABASE `{name}`")


AnyMariaDB = MariaDB | ExternalMariaDB


def _execute(url: str, *statements: str) -> None:
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))


def _unique_name() -> str:
    return f"db_{uuid.uuid4().hex[:12]}"
