"""Commands as processes: concurrent runs and shutdown."""

import json
import sys
from pathlib import Path

from service_kit.db.database import Database

from testing.processes import Process
from testing.waiting import eventually

from .conftest import OpenDatabase
from .counter import counter_set, effects, inbox_ids, pending, record

KIT = Path(__file__).parents[1]


def program(environment: dict[str, str], logs: Path, *command: str, ready: str | None = None) -> Process:
    """Create a process that runs a command."""
    arguments = [sys.executable, "-m", "tests.tiny", *command]
    return Process(f"tiny-{command[0]}", arguments, env=environment, cwd=KIT, ready=ready, logs=logs)


def test_migrate_can_run_concurrently_and_repeatedly(
    environment: dict[str, str], mariadb_url: str, open_database: OpenDatabase, logs: Path
) -> None:
    environment["DATABASE_URL"] = mariadb_url
    processes = [program(environment, logs / str(number), "migrate") for number in range(2)]
    for process in processes:
        process.launch()

    def ended() -> None:
        assert [process.exit_code for process in processes] == [0, 0]

    eventually(ended, timeout=30)
    assert inbox_ids(open_database(mariadb_url)) == []


def test_serving_answers_until_it_is_told_to_end(
    environment: dict[str, str], stored: Database, logs: Path
) -> None:
    ready = f"http://127.0.0.1:{environment['PORT']}/livez"
    with program(environment, logs, "serve", ready=ready) as server:
        second = program(environment, logs / "second", "serve")
        second.launch()

        def refused() -> None:
            assert second.exit_code not in {None, 0}

        eventually(refused, timeout=30)
        assert "address already in use" in second.log_tail()
        assert server.terminate() == 0
    entries = [json.loads(line) for line in server.log.read_text().splitlines()]
    assert {entry["service"] for entry in entries} == {"tiny"}


def test_a_worker_carries_events_until_it_is_told_to_end(
    environment: dict[str, str], stored: Database, logs: Path, mariadb_database: Database
) -> None:
    event = counter_set("a", 5)
    record(stored, event)
    target = {**environment, "PORT": environment["PEER_URL"].rpartition(":")[2]}
    target["DATABASE_URL"] = mariadb_database.engine.url.render_as_string(hide_password=False)
    ready = f"{environment['PEER_URL']}/readyz"
    with (
        program(target, logs / "peer", "serve", "--api-only", ready=ready),
        program(environment, logs, "worker") as worker,
    ):

        def arrived() -> None:
            assert (pending(stored), inbox_ids(mariadb_database)) == (0, [event.id])

        eventually(arrived, timeout=30)
        assert worker.terminate() == 0
    assert effects(stored) == []
