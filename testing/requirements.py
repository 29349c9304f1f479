"""The programs that tests need. If one is missing, tests are skipped with a clear message, or fail in CI."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn

import pytest

from testing.programs import find_program

Need = Literal["mariadb", "rabbitmq", "chromium", "node"]
MISSING = "This machine lacks "


@dataclass(frozen=True)
class Requirement:
    """Something that tests need: a program from each group, or else a server given by `variable`."""

    title: str
    programs: tuple[tuple[str, ...], ...]
    package: str
    variable: str | None = None

    @property
    def own(self) -> bool:
        """Whether the tests can start it themselves."""
        return all(find_program(*names) for names in self.programs)

    @property
    def url(self) -> str | None:
        """The URL of a running server given by the variable, if any."""
        return os.environ.get(self.variable) if self.variable else None

    def advice(self) -> str:
        """Return a message with what is missing and how to install it."""
        otherwise = f" or set {self.variable}" if self.variable else ""
        return f"{MISSING}{self.title}: install it (Debian: {self.package}){otherwise}"


REQUIREMENTS: dict[Need, Requirement] = {
    "mariadb": Requirement(
        "MariaDB",
        (("mariadbd", "mysqld"), ("mariadb-install-db", "mysql_install_db")),
        "mariadb-server",
        "TEST_MYSQL_URL",
    ),
    "rabbitmq": Requirement(
        "RabbitMQ", (("rabbitmq-server",), ("rabbitmqctl",), ("epmd",)), "rabbitmq-server", "TEST_AMQP_URL"
    ),
    "chromium": Requirement(
        "Chromium",
        (("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"),),
        "chromium-headless-shell",
    ),
    "node": Requirement("Node.js", (("node",),), "nodejs"),
}


def require(need: Need, *, own: bool = False) -> None:
    """Skip the calling test if `need` is missing; with CI=true, fail it.

    With `own`, an external server is not sufficient, because the test stops or kills it.
    """
    requirement = REQUIREMENTS[need]
    if requirement.own or (requirement.url and not own):
        return
    _lack(requirement.advice() if not requirement.url else f"{MISSING}a {requirement.title} that tests may kill")


def require_packages(directory: Path) -> None:
    """Skip the calling test if `npm ci` has not run in a directory; with CI=true, fail it."""
    if not (directory / "node_modules").is_dir():
        _lack(f"{MISSING}the npm packages of {directory.name}: run make install-dev")


def _lack(advice: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(advice, pytrace=False)
    pytest.skip(advice)


def require_program(need: Literal["chromium", "node"]) -> Path:
    """Return the program that the test needs. Skip the test if it is missing; with CI=true, fail it."""
    require(need)
    found = find_program(*REQUIREMENTS[need].programs[0])
    assert found is not None
    return found
