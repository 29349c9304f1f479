"""What compose.yml and its images promise, checked without a container engine."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
COMPOSE: Mapping[str, Any] = YAML(typ="safe").load(ROOT / "compose.yml")
SERVICES: Mapping[str, Mapping[str, Any]] = COMPOSE["services"]
ALL = sorted(SERVICES)
LONG_RUNNING = [name for name in ALL if SERVICES[name]["restart"] != "no"]
BUILT = {service["image"]: service["build"]["dockerfile"] for service in SERVICES.values() if "build" in service}
DOCKERFILES = sorted(BUILT.values())
# Their entrypoints start as root and hand over to another user.
STEPPING_DOWN = {"admin-db", "main-db", "rabbitmq"}
BIN = Path(sys.executable).parent


def secrets_of(name: str) -> set[str]:
    return {secret["source"] for secret in SERVICES[name].get("secrets", [])}


def share_a_network(one: str, other: str) -> bool:
    return not set(SERVICES[one]["networks"]).isdisjoint(SERVICES[other]["networks"])


def values_of(dockerfile: str, instruction: str) -> list[str]:
    """What follows this instruction, each time that it stands in the file's last stage."""
    text = (ROOT / dockerfile).read_text(encoding="utf-8").replace("\\\n", " ")
    stage = text.rpartition("\nFROM ")[2].splitlines()
    return [line.partition(" ")[2].strip() for line in stage if line.startswith(f"{instruction} ")]


def test_the_file_follows_the_compose_specification() -> None:
    command = [str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec", str(ROOT / "compose.yml")]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_it_keeps_to_what_older_compose_understands() -> None:
    assert {"name", "include", "version"}.isdisjoint(COMPOSE)
    assert not [name for name in ALL if "develop" in SERVICES[name]]


@pytest.mark.parametrize("dockerfile", DOCKERFILES)
def test_the_linter_has_nothing_to_say_about_the_image(dockerfile: str) -> None:
    linted = subprocess.run([BIN / "hadolint", ROOT / dockerfile], capture_output=True, text=True, check=False)
    assert (linted.returncode, linted.stdout) == (0, "")


def test_only_the_web_server_and_the_gateway_are_published_and_only_on_this_machine() -> None:
    published = {name: SERVICES[name]["ports"] for name in ALL if "ports" in SERVICES[name]}
    assert published == {
        "gateway": ["127.0.0.1:${GATEWAY_PORT:-4000}:4000"],
        "web": ["127.0.0.1:${WEB_PORT:-3000}:3000"],
    }
    assert not [name for name in ALL if SERVICES[name].get("network_mode") or SERVICES[name].get("privileged")]


def test_only_what_is_published_is_on_a_network_that_leads_outside() -> None:
    outside = {name for name, network in COMPOSE["networks"].items() if not network.get("internal")}
    assert [name for name in ALL if outside & set(SERVICES[name]["networks"])] == ["gateway", "web"]


def test_the_gateway_is_there_only_where_it_is_asked_for() -> None:
    assert {name: SERVICES[name]["profiles"] for name in ALL if "profiles" in SERVICES[name]} == {
        "gateway": ["gateway"]
    }


@pytest.mark.parametrize(("one", "other"), [("admin", "main"), ("main", "admin")])
def test_a_service_reaches_its_own_database_and_not_the_others(one: str, other: str) -> None:
    assert share_a_network(one, f"{one}-db")
    assert not share_a_network(one, f"{other}-db")
    assert not share_a_network("web", f"{one}-db")


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_what_keeps_running_says_whether_it_is_ready(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    if service["image"] in BUILT:
        (check,) = values_of(BUILT[service["image"]], "HEALTHCHECK")
        assert ("/readyz" if name != "web" else "/healthz") in check
    else:
        assert service["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize("name", ALL)
def test_a_container_has_no_more_rights_than_it_needs(name: str) -> None:
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    added = {"CHOWN", "DAC_OVERRIDE", "SETGID", "SETUID"} if name in STEPPING_DOWN else set()
    assert set(service.get("cap_add", [])) == added
    assert service.get("init", False) == (name not in STEPPING_DOWN)
    assert service.get("read_only", False) == (name != "rabbitmq")
    assert {"mem_limit", "pids_limit", "stop_grace_period", "logging"} <= set(service)
    assert "user" not in service


def test_an_image_of_ours_is_built_once_and_never_pulled() -> None:
    building = [service["image"] for service in SERVICES.values() if "build" in service]
    assert sorted(building) == sorted(set(building)) == sorted(BUILT)
    ours = [name for name in ALL if SERVICES[name]["image"].startswith("tandem/")]
    assert {SERVICES[name]["image"] for name in ours} == set(BUILT)
    assert {SERVICES[name]["pull_policy"] for name in ours} == {"never"}


@pytest.mark.parametrize("dockerfile", DOCKERFILES)
def test_an_image_of_ours_does_not_run_as_root(dockerfile: str) -> None:
    assert values_of(dockerfile, "USER") == ["10001:10001"]


@pytest.mark.parametrize("dockerfile", DOCKERFILES)
def test_the_bases_are_pinned_to_a_version(dockerfile: str) -> None:
    lines = (ROOT / dockerfile).read_text(encoding="utf-8").splitlines()
    bases = [line.split()[1] for line in lines if line.startswith("FROM ")]
    assert all(":" in base and not base.endswith(":latest") for base in bases)


def test_python_packages_are_installed_by_their_hashes() -> None:
    for service in ("admin_service", "main_service"):
        assert "--require-hashes" in (ROOT / service / "Dockerfile").read_text(encoding="utf-8")


def test_nothing_is_sent_to_the_builder_but_what_is_named() -> None:
    rules = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert next(rule for rule in rules if not rule.startswith("#")) == "*"
    assert not [rule for rule in rules if rule.startswith("!") and ("secret" in rule or ".env" in rule)]


@pytest.mark.parametrize("name", ALL)
def test_no_secret_stands_in_the_environment(name: str) -> None:
    for variable, value in SERVICES[name].get("environment", {}).items():
        if any(word in variable for word in ("PASS", "SECRET", "KEY", "TOKEN", "CREDENTIAL")):
            assert variable == "SECRETS_DIR" or variable.endswith("_FILE")
            assert str(value).startswith("/run/secrets")
        assert "@" not in str(value)


def test_secrets_are_files_outside_version_control() -> None:
    files = [secret["file"] for secret in COMPOSE["secrets"].values()]
    assert all(file.startswith("./secrets/") for file in files)
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"secrets/", ".env"} <= set(ignored)


def test_every_container_gets_its_own_secrets_only() -> None:
    for name in ALL:
        side = name.partition("-")[0]
        strangers = {secret for secret in secrets_of(name) if not secret.startswith(f"{side}_")}
        assert strangers == ({"broker_definitions"} if name == "rabbitmq" else set())


def test_only_databases_and_migrations_know_the_owner_of_the_tables() -> None:
    knowing = {name for name in ALL if any("owner" in secret or "root" in secret for secret in secrets_of(name))}
    assert knowing == {"admin-db", "main-db", "admin-migrate", "main-migrate"}


def test_root_cannot_come_over_the_network() -> None:
    for name in ("admin-db", "main-db"):
        assert SERVICES[name]["environment"]["MYSQL_ROOT_HOST"] == "localhost"


def test_services_start_after_their_migrations() -> None:
    for side in ("admin", "main"):
        assert SERVICES[side]["depends_on"][f"{side}-migrate"] == {"condition": "service_completed_successfully"}
        assert SERVICES[f"{side}-migrate"]["depends_on"] == {f"{side}-db": {"condition": "service_healthy"}}


def test_services_stop_before_what_they_use() -> None:
    for side in ("admin", "main"):
        assert {f"{side}-db", "rabbitmq"} <= set(SERVICES[side]["depends_on"])
