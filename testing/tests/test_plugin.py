"""Tests of the fixtures: one server per run, fresh data per test, and recovery after a fault."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from testing.ports import is_listening
from testing.processes import LOGS
from testing.servers import AnyMariaDB, AnyRabbitMQ, MariaDB, RabbitMQ

killed: dict[str, int] = {}


def test_the_machines_own_servers_are_left_alone(mortal_mariadb: MariaDB, mortal_rabbitmq: RabbitMQ) -> None:
    assert mortal_mariadb.port != 3306
    assert mortal_rabbitmq.port != 5672


def test_a_test_may_kill_the_database_of_the_run(mortal_mariadb: MariaDB) -> None:
    killed["mariadb"] = mortal_mariadb.pid
    mortal_mariadb.kill()


def test_the_killed_database_runs_again_in_the_next_test(mariadb: AnyMariaDB, mariadb_url: str) -> None:
    assert isinstance(mariadb, MariaDB)
    assert mariadb.pid != killed["mariadb"]
    with create_engine(mariadb_url, poolclass=NullPool).connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1


def test_a_test_may_stop_and_alarm_the_broker_of_the_run(mortal_rabbitmq: RabbitMQ) -> None:
    mortal_rabbitmq.memory_alarm(True)
    mortal_rabbitmq.stop()
    assert not is_listening(mortal_rabbitmq.port)


def test_the_stopped_broker_runs_without_an_alarm_in_the_next_test(rabbitmq: AnyRabbitMQ, amqp_url: str) -> None:
    assert isinstance(rabbitmq, RabbitMQ)
    assert amqp_url.startswith(f"amqp://guest:guest@127.0.0.1:{rabbitmq.port}/test_")
    assert rabbitmq.control("eval", "rabbit_alarm:get_alarms().").strip() == "[]"


def test_sqlite_has_a_new_file_for_each_test(sqlite_url: str, tmp_path: Path) -> None:
    assert sqlite_url == f"sqlite:///{tmp_path}/test.db"
    assert not (tmp_path / "test.db").exists()


def test_free_port_returns_different_ports(free_port: Callable[[], int]) -> None:
    first, second = free_port(), free_port()
    assert first != second
    assert not is_listening(first)


def test_logs_have_a_directory_of_the_tests_own_name(logs: Path) -> None:
    assert logs.parent == LOGS
    assert logs.name.endswith("test_logs_have_a_directory_of_the_tests_own_name")
