"""`python -m <service> …`: exit statuses and one-line error messages."""

from collections.abc import Callable
from pathlib import Path

import pytest
from service_kit.db.database import Database
from service_kit.events.failed_events import park
from service_kit.process import cli
from service_kit.process.cli import Commands
from service_kit.process.service import Service
from sqlalchemy import inspect

from testing.one_service import ON_SQLITE, SETTINGS, Stage
from testing.rows import contents, counts

Run = Callable[..., tuple[int, str, str]]
"""Runs one command with settings. Returns the exit status, standard output and standard error."""

WRONG = {
    "anonymous on the network": ({"host": "0.0.0.0"}, "HOST=0.0.0.0 is not a loopback address"),
    "anonymous on a name": ({"host": "shop.example"}, "REST_ANONYMOUS=1 allows anyone to write"),
    "no database": ({"database_url": ""}, "DATABASE_URL"),
    "nonsense for a database": ({"database_url": "nonsense:hunter2"}, "DATABASE_URL: must start with"),
    "another database": ({"database_url": "postgresql://shop:hunter2@host/shop"}, "DATABASE_URL: must start with"),
    "a database in memory": ({"database_url": "sqlite://"}, "DATABASE_URL: must name a file"),
    "another driver": ({"database_url": "mysql://shop:hunter2@host/shop"}, "DATABASE_URL: must start with"),
    "no transport": ({"events_url": ""}, "EVENTS_URL"),
    "another transport": ({"events_url": "kafka://shop:hunter2@host"}, "EVENTS_URL: must start with"),
    "no secret": ({"events_secret": ""}, "EVENTS_SECRET is required"),
    "a secret that is none": ({"events_secret": "whsec_hunter2!"}, "EVENTS_SECRET is required"),
    "no peer": ({"peer_url": "hunter2"}, "PEER_URL: must start with"),
    "an origin that is none": ({"cors_origins": "http://shop.example,*"}, "CORS_ORIGINS: has an invalid origin"),
    "a number that is none": ({"database_pool_size": "many"}, "DATABASE_POOL_SIZE: "),
    "an unknown environment": ({"environment": "staging"}, "ENVIRONMENT: "),
    "an unknown level": ({"log_level": "loud"}, "LOG_LEVEL: "),
}
MISUSES = [[], ["dance"], ["serve", "--fast"], ["dead-letters"], ["dead-letters", "eat"]]
READERS = [["resync"], ["dead-letters", "list"], ["dead-letters", "replay", "--all"]]


class CommandLineChecks:
    """Derive from it with the service's `commands` and the name of its port variable."""

    commands: Commands
    port_variable: str

    @pytest.fixture
    def run(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], stage: Stage
    ) -> Run:
        """Run commands in this process, on the stage's database, in a directory without `.env`."""
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(cli, "configure_logging", lambda *_, **__: None)

        def run(*arguments: str, **settings: object) -> tuple[int, str, str]:
            for name in (*self.commands.settings.model_fields, self.port_variable):
                monkeypatch.delenv(name.upper(), raising=False)
            for name, value in {**SETTINGS, "database_url": stage.url, **settings}.items():
                monkeypatch.setenv(name.upper(), str(value))
            capsys.readouterr()
            try:
                status = cli.main(self.commands, arguments)
            except SystemExit as error:
                status = int(str(error.code))
            captured = capsys.readouterr()
            return status, captured.out, captured.err

        return run

    @ON_SQLITE
    @pytest.mark.parametrize(("settings", "text"), WRONG.values(), ids=WRONG.keys())
    def test_invalid_settings_are_reported_in_one_line(
        self, run: Run, settings: dict[str, str], text: str
    ) -> None:
        status, out, err = run("serve", **settings)
        assert (status, out) == (2, "")
        assert text in err
        assert len(err.splitlines()) == 1, err
        assert "hunter2" not in err

    @ON_SQLITE
    @pytest.mark.parametrize("port", ["0", "65536", "http"])
    def test_refuses_an_invalid_port(self, run: Run, port: str) -> None:
        status, _, err = run("serve", **{self.port_variable.lower(): port})
        assert status == 2
        assert err.startswith(f"{self.port_variable}: ")
        assert len(err.splitlines()) == 1

    @ON_SQLITE
    def test_accepts_comma_separated_origins(self, run: Run) -> None:
        assert run("migrate", cors_origins="http://shop.example, https://shop.example:3000")[0] == 0

    @ON_SQLITE
    def test_serves_anonymous_clients_on_the_network_if_enabled(self, run: Run) -> None:
        assert run("migrate", host="0.0.0.0", rest_anonymous_on_network="1")[0] == 0
        assert run("migrate", host="0.0.0.0", rest_anonymous="0")[0] == 0
        for host in ("127.0.0.1", "127.9.9.9", "::1", "localhost"):
            assert run("migrate", host=host)[0] == 0

    @ON_SQLITE
    @pytest.mark.parametrize("arguments", MISUSES, ids=" ".join)
    def test_an_unknown_command_is_a_usage_error(self, run: Run, arguments: list[str]) -> None:
        status, _, err = run(*arguments)
        assert status == 2
        assert err.startswith(f"usage: python -m {self.commands.definition.name}")

    def test_migrates_an_empty_database_and_one_that_is_up_to_date(
        self, run: Run, tmp_path: Path, stage: Stage
    ) -> None:
        before = contents(stage.service.database)
        assert run("migrate") == (0, "", "")
        assert contents(stage.service.database) == before
        fresh = f"sqlite:///{tmp_path / 'deeper' / 'fresh.db'}"
        assert run("migrate", database_url=fresh) == (0, "", "")
        assert inspect(Stage(self.commands, fresh).service.database.engine).get_table_names()

    @ON_SQLITE
    @pytest.mark.parametrize(
        "arguments", [["resync"], ["dead-letters", "list"], ["dead-letters", "replay", "--all"]]
    )
    def test_an_unavailable_or_empty_database_is_reported_in_one_line(
        self, run: Run, tmp_path: Path, arguments: list[str]
    ) -> None:
        for url in ("mysql+pymysql://shop:hunter2@127.0.0.1:9/shop", f"sqlite:///{tmp_path / 'empty.db'}"):
            status, _, err = run(*arguments, database_url=url)
            assert status == 1
            assert len(err.splitlines()) == 1, err
            assert "hunter2" not in err

    def test_an_empty_mariadb_is_reported_in_one_line(self, run: Run, mariadb_url: str) -> None:
        status, _, err = run("dead-letters", "list", database_url=mariadb_url)
        assert status == 1
        assert len(err.splitlines()) == 1, err

    def test_lists_replays_and_discards_dead_letters(self, run: Run, service: Service) -> None:
        database = service.database
        for number in range(3):
            _park(service.database, number)
        status, out, err = run("dead-letters", "list")
        lines = [line.split("\t") for line in out.splitlines()]
        ids = [line[0] for line in lines]
        assert (status, err, [line[3] for line in lines]) == (0, "", ["broken 0", "broken 1", "broken 2"])
        assert run("dead-letters", "replay", ids[0]) == (0, "1\n", "")
        assert run("dead-letters", "discard", ids[0], ids[1]) == (0, "1\n", "")
        assert run("dead-letters", "discard", "--all") == (0, "1\n", "")
        assert run("dead-letters", "list") == (0, "", "")
        assert counts(database) == {"dead_letter": 1}

    @ON_SQLITE
    @pytest.mark.parametrize("action", ["replay", "discard"])
    def test_dead_letter_commands_require_ids_or_all(self, run: Run, action: str) -> None:
        for arguments in ([], ["1", "--all"]):
            assert run("dead-letters", action, *arguments) == (2, "", "Give ids, or --all.\n")


def _park(database: Database, number: int) -> None:
    body, error = f"letter {number}".encode(), f"broken {number}"
    database.write(lambda session: park(session, body, error, event_id=None, type=None))
