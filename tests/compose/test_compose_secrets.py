"""The secrets that scripts/compose_secrets.sh makes: complete, random, kept, and no wider than needed."""

import json
import re
import stat
import subprocess
from pathlib import Path

import pytest
from admin_service.app import DEFINITION as ADMIN
from main_service.app import DEFINITION as MAIN
from ruamel.yaml import YAML
from service_kit.events.transports.rabbitmq.topology import Topology, dead_queue
from service_kit.process.service import Definition
from sqlalchemy.engine import make_url

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts/compose_secrets.sh"


def make(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([SCRIPT, folder], capture_output=True, text=True, check=False, timeout=20)


def passwords_in(folder: Path) -> set[str]:
    return set(re.findall(r"[0-9a-f]{64}", "".join(contents(folder).values())))


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert make(tmp_path / "secrets").returncode == 0
    return tmp_path / "secrets"


def test_it_makes_exactly_the_files_that_compose_asks_for(folder: Path) -> None:
    asked = YAML(typ="safe").load(ROOT / "compose.yml")["secrets"].values()
    assert set(contents(folder)) == {Path(secret["file"]).name for secret in asked}


def test_others_on_the_machine_cannot_reach_them(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o444}


def test_a_second_run_changes_nothing(folder: Path) -> None:
    before = contents(folder)
    again = make(folder)
    assert (again.returncode, again.stdout, contents(folder)) == (0, "", before)


def test_two_installations_have_no_password_in_common(folder: Path, tmp_path: Path) -> None:
    make(tmp_path / "other")
    one, other = passwords_in(folder), passwords_in(tmp_path / "other")
    # Root, owner and service of two databases; two accounts each of broker and shop; the key of the cookies.
    assert (len(one), len(other)) == (11, 11)
    assert one.isdisjoint(other)


def test_passwords_are_never_printed(tmp_path: Path) -> None:
    made = make(tmp_path / "secrets")
    assert not re.search(r"[0-9a-f]{16}", made.stdout + made.stderr)


def test_a_missing_file_of_a_group_is_not_made_up(folder: Path) -> None:
    before = contents(folder)
    (folder / "admin_database_url").unlink()
    refused = make(folder)
    assert refused.returncode == 1
    assert "but not admin_database_url" in refused.stderr
    del before["admin_database_url"]
    assert contents(folder) == before


@pytest.mark.parametrize("side", ["admin", "main"])
def test_a_service_may_change_rows_and_nothing_else(folder: Path, side: str) -> None:
    statements = contents(folder)[f"{side}_db_accounts.sql"]
    url = make_url(contents(folder)[f"{side}_database_url"].strip())
    assert (url.drivername, url.host, url.database) == ("mysql+pymysql", f"{side}-db", "tandem")
    assert f"CREATE USER '{url.username}'@'%' IDENTIFIED BY '{url.password}';" in statements
    granted = re.findall(r"GRANT (.*) ON (\S+) TO 'service'@'%';", statements)
    assert granted == [("SELECT, INSERT, UPDATE, DELETE", "tandem.*")]
    assert "DROP USER IF EXISTS 'root'@'%';" in statements


@pytest.mark.parametrize("side", ["admin", "main"])
def test_the_owner_can_sign_in_with_both_of_its_files(folder: Path, side: str) -> None:
    made = contents(folder)
    url = make_url(made[f"{side}_database_owner_url"].strip())
    assert f"CREATE USER '{url.username}'@'%' IDENTIFIED BY '{url.password}';" in made[f"{side}_db_accounts.sql"]
    assert f"user={url.username}\npassword={url.password}\n" in made[f"{side}_db_owner.cnf"]


@pytest.mark.parametrize("side", ["admin", "main"])
def test_a_service_signs_in_to_the_broker_without_administrative_rights(folder: Path, side: str) -> None:
    made = contents(folder)
    users = {user["name"]: user for user in json.loads(made["broker_definitions.json"])["users"]}
    password = users[f"{side}_service"]["password"]
    assert made[f"{side}_events_url"] == f"amqp://{side}_service:{password}@rabbitmq:5672/tandem\n"
    assert users[f"{side}_service"]["tags"] == []


@pytest.mark.parametrize("definition", [ADMIN, MAIN], ids=lambda definition: definition.name)
def test_the_brokers_accounts_cover_what_a_service_declares_and_no_more(
    folder: Path, definition: Definition
) -> None:
    permissions = json.loads(contents(folder)["broker_definitions.json"])["permissions"]
    granted = next(item for item in permissions if item["user"] == definition.name)
    topology = Topology(definition.bindings)
    names = {topology.exchange, topology.dead_exchange, f"{definition.name}.live", f"{definition.name}.live.0af1"}
    for queue in topology.bindings:
        names |= {queue, dead_queue(queue)}
    for right in ("configure", "write", "read"):
        assert {name for name in names if not re.search(granted[right], name)} == set()
        assert not re.search(granted[right], "another.queue")
