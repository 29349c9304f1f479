"""Tests of missing requirements: skipped with a message, or a failure in CI."""

import pytest

from testing import requirements
from testing.requirements import require, require_program

pytest_plugins = ["pytester"]


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requirements, "find_program", lambda *_: None)
    for variable in ("CI", "TEST_MYSQL_URL", "TEST_AMQP_URL"):
        monkeypatch.delenv(variable, raising=False)


@pytest.mark.usefixtures("bare_machine")
def test_a_missing_server_skips_and_says_what_to_install_or_to_set() -> None:
    with pytest.raises(pytest.skip.Exception, match=r"lacks MariaDB.*mariadb-server.*TEST_MYSQL_URL"):
        require("mariadb")
    with pytest.raises(pytest.skip.Exception, match=r"lacks RabbitMQ.*rabbitmq-server.*TEST_AMQP_URL"):
        require("rabbitmq")
    with pytest.raises(pytest.skip.Exception, match=r"lacks Chromium.*chromium-headless-shell\)$"):
        require_program("chromium")


@pytest.mark.usefixtures("bare_machine")
def test_a_missing_server_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="lacks MariaDB"):
        require("mariadb")


@pytest.mark.usefixtures("bare_machine")
def test_an_external_server_is_sufficient_unless_the_test_kills_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_MYSQL_URL", "mysql+pymysql://somebody@elsewhere/")
    require("mariadb")
    with pytest.raises(pytest.skip.Exception, match="a MariaDB that tests may kill"):
        require("mariadb", own=True)


def test_an_installed_program_is_not_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requirements, "find_program", lambda *names: f"/bin/{names[0]}")
    require("mariadb", own=True)
    assert str(require_program("node")) == "/bin/node"


def test_the_run_ends_with_a_summary_of_missing_requirements(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest
        from testing import requirements

        @pytest.fixture(autouse=True)
        def bare_machine(monkeypatch):
            monkeypatch.setattr(requirements, "find_program", lambda *_: None)
            for variable in ("CI", "TEST_MYSQL_URL", "TEST_AMQP_URL"):
                monkeypatch.delenv(variable, raising=False)

        @pytest.mark.parametrize("n", range(3))
        def test_on_a_database(n):
            requirements.require("mariadb")

        def test_in_a_browser():
            requirements.require_program("chromium")

        @pytest.mark.skip(reason="for another reason")
        def test_something_else(): ...

        def test_anywhere(): ...
        """
    )
    result = pytester.runpytest_inprocess("-p", "testing.plugin")
    result.assert_outcomes(passed=1, skipped=5)
    result.stdout.fnmatch_lines(
        [
            "*=== NOT TESTED ON THIS MACHINE ===*",
            "   3 tests skipped. This machine lacks MariaDB: *",
            "   1 tests skipped. This machine lacks Chromium: *",
        ]
    )
    result.stdout.no_fnmatch_line("*tests skipped. for another reason*")


def test_a_run_without_skips_has_no_such_block(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_anywhere(): ...")
    result = pytester.runpytest_inprocess("-p", "testing.plugin")
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*NOT TESTED*")
