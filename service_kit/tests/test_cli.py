"""Commands: their effects, output and exit statuses."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from service_kit.db.database import Database
from service_kit.events.consumer import Delivery
from service_kit.process import cli

from testing.ports import free_port

from .counter import (
    Counter,
    Handler,
    counter_set,
    deliveries,
    letters,
    make_consumer,
    outbox_rows,
    parked,
)
from .tiny import COMMANDS

Run = Callable[..., int]


@pytest.fixture
def run(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process; returns its status."""
    monkeypatch.setattr(cli, "configure_logging", lambda *_, **__: None)
    return lambda *arguments: cli.main(COMMANDS, arguments)


def park(database: Database, number: int) -> list[int]:
    """Park this number of letters and return their ids."""
    consumer = make_consumer(database, Handler())
    consumer.receive([Delivery(f"nonsense {index}".encode()) for index in range(number)])
    return [letter.id or 0 for letter in parked(database)]


def test_dead_letters_are_listed_oldest_first(
    run: Run, stored: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    consumer = make_consumer(stored, Handler())
    consumer.receive([Delivery(b"nonsense"), *deliveries(counter_set(type="test.unheard.v1"))])
    capsys.readouterr()
    assert run("dead-letters", "list") == 0
    first, second = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert (first[0], first[2], first[3].partition(":")[0]) == ("1", "?", "not JSON")
    assert second[2:] == ["test.unheard.v1", "no handler for type 'test.unheard.v1'"]


def test_an_empty_list_is_empty(run: Run, stored: Database, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("dead-letters", "list") == 0
    assert capsys.readouterr().out == ""


def test_the_named_letters_are_replayed(run: Run, stored: Database, capsys: pytest.CaptureFixture[str]) -> None:
    first, second, third = park(stored, 3)
    capsys.readouterr()
    assert run("dead-letters", "replay", str(first), str(third)) == 0
    assert capsys.readouterr().out == "2\n"
    assert [letter.id for letter in parked(stored)] == [second]


@pytest.mark.parametrize(("action", "left"), [("replay", 2), ("discard", 0)])
def test_all_applies_to_all_letters(run: Run, stored: Database, action: str, left: int) -> None:
    park(stored, 2)
    assert run("dead-letters", action, "--all") == 0
    assert (len(parked(stored)), len(letters(stored))) == (0, left)


@pytest.mark.parametrize("arguments", [(), ("--all", "1")])
@pytest.mark.parametrize("action", ["replay", "discard"])
def test_an_ambiguous_command_changes_nothing(
    run: Run, stored: Database, capsys: pytest.CaptureFixture[str], action: str, arguments: tuple[str, ...]
) -> None:
    park(stored, 2)
    assert run("dead-letters", action, *arguments) == 2
    assert capsys.readouterr().err == "Give ids, or --all.\n"
    assert len(parked(stored)) == 2


def test_resync_records_every_aggregate_as_an_event(run: Run, stored: Database) -> None:
    for value in range(1, 6):
        stored.write(lambda session, value=value: session.add(Counter(name=f"c{value}", value=value, version=3)))  # type: ignore[misc]
    assert run("resync") == 0
    bodies = [json.loads(row.body) for row in outbox_rows(stored)]
    assert [(body["data"]["value"], int(body["sequence"])) for body in bodies] == [(n, 3) for n in range(1, 6)]


def test_a_services_own_command_runs(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("greet", "Ada") == 7
    assert capsys.readouterr().out == "hello Ada from tiny\n"


@pytest.mark.parametrize("arguments", [(), ("fly",), ("dead-letters",), ("dead-letters", "replay", "first")])
def test_an_unknown_command_shows_the_usage(
    run: Run, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit) as caught:
        run(*arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: python -m tiny")


def test_each_invalid_setting_is_reported_in_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", "eighty")
    monkeypatch.setenv("DATABASE_URL", "oracle://shop:hunter2@database")
    assert run("serve") == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["PORT", "DATABASE_URL"]
    assert "hunter2" not in str(lines)


def test_an_unavailable_database_is_reported_in_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"mysql+pymysql://root@127.0.0.1:{free_port()}/nothing")
    for command in (["dead-letters", "list"], ["migrate"], ["resync"]):
        assert run(*command) == 1
        output = capsys.readouterr()
        assert (output.out, len(output.err.splitlines())) == ("", 1)


@pytest.mark.parametrize("kind", ["sqlite", "mariadb"])
def test_a_database_without_tables_is_reported_in_one_line(
    run: Run,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    kind: str,
) -> None:
    monkeypatch.setenv("DATABASE_URL", request.getfixturevalue(f"{kind}_url"))
    assert run("dead-letters", "list") == 1
    output = capsys.readouterr()
    assert (output.out, len(output.err.splitlines())) == ("", 1)
    assert "dead_letter" in output.err


def test_changed_contracts_are_written(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "schema" / "openapi" / "tiny.json"
    assert run("export-schema", "--check") == 1
    assert not file.exists()
    assert run("export-schema") == 0
    assert json.loads(file.read_text())["info"]["title"] == "Tiny"
    capsys.readouterr()
    assert run("export-schema", "--check") == 0
    assert run("export-schema") == 0
    assert capsys.readouterr().out == ""
    file.write_text("{}")
    assert run("export-schema", "--check") == 1
    assert "differs from the code" in capsys.readouterr().out
    assert file.read_text() == "{}"
