"""Settings are validated at the start."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError
from service_kit.events.event import MAX_EVENT_BYTES
from service_kit.process.limits import SERVICE_LIMITS, PersistedQueryLimits
from service_kit.process.settings import KitSettings

GOOD: Mapping[str, str] = {
    "PORT": "8000",
    "DATABASE_URL": "mysql+pymysql://shop:hunter2@database/shop",
    "EVENTS_URL": "amqp://shop:hunter2@rabbitmq",
    "PEER_URL": "http://127.0.0.1:8001",
}
SECRET = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"


def read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, **changes: str) -> KitSettings:
    """Read the settings from these environment variables only."""
    monkeypatch.chdir(tmp_path)
    for name in KitSettings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in {**GOOD, **changes}.items():
        monkeypatch.setenv(name, value)
    return KitSettings()


def mistakes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, **changes: str) -> str:
    with pytest.raises(ValidationError) as caught:
        read(monkeypatch, tmp_path, **changes)
    assert "hunter2" not in str(caught.value)
    return str(caught.value)


def test_the_defaults_are_secure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = read(monkeypatch, tmp_path)
    assert settings.host == "127.0.0.1"
    assert not settings.rest_anonymous
    assert settings.cors_origins == []
    assert not settings.production


def test_passwords_are_not_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = read(monkeypatch, tmp_path, EVENTS_SECRET=SECRET)
    assert "hunter2" not in repr(settings)
    assert SECRET not in repr(settings)


@pytest.mark.parametrize("name", ["PORT", "DATABASE_URL", "EVENTS_URL", "PEER_URL"])
def test_missing_settings_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    monkeypatch.setattr("service_kit.tests.test_settings.GOOD", {**GOOD, name: ""})
    with pytest.raises(ValidationError) as caught:
        read(monkeypatch, tmp_path)
    assert [error["loc"] for error in caught.value.errors()] == [(name.lower(),)]


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://hunter2@database/shop",
        "mysql://shop:hunter2@database/shop",
        "hunter2",
        "sqlite+pysqlite:///x",
    ],
)
def test_an_unknown_kind_of_database_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str) -> None:
    assert "DATABASE_URL must start with" in mistakes(monkeypatch, tmp_path, DATABASE_URL=url)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str) -> None:
    assert "DATABASE_URL must name a file" in mistakes(monkeypatch, tmp_path, DATABASE_URL=url)


@pytest.mark.parametrize("url", ["kafka://hunter2@broker", "ftp://hunter2", "rabbitmq"])
def test_an_unknown_transport_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str) -> None:
    assert "EVENTS_URL must start with" in mistakes(monkeypatch, tmp_path, EVENTS_URL=url)


@pytest.mark.parametrize("url", ["127.0.0.1:8001", "ftp://127.0.0.1"])
def test_the_peer_url_must_be_http(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str) -> None:
    assert "PEER_URL must start with" in mistakes(monkeypatch, tmp_path, PEER_URL=url)


@pytest.mark.parametrize("secret", ["", "c2VjcmV0", "whsec_", "whsec_c2hvcnQ=", "whsec_not base64!"])
def test_the_direct_transport_requires_a_valid_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, secret: str
) -> None:
    text = mistakes(monkeypatch, tmp_path, EVENTS_URL="http://127.0.0.1:8001", EVENTS_SECRET=secret)
    assert "EVENTS_SECRET is required" in text


def test_the_direct_transport_starts_with_its_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = read(monkeypatch, tmp_path, EVENTS_URL="http://127.0.0.1:8001", EVENTS_SECRET=SECRET)
    assert settings.events_secret.get_secret_value() == SECRET


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_rest_anonymous_is_allowed_on_loopback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, host: str) -> None:
    assert read(monkeypatch, tmp_path, REST_ANONYMOUS="1", HOST=host).rest_anonymous


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "shop.example"])
def test_rest_anonymous_on_a_network_needs_a_second_setting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, host: str
) -> None:
    refused = mistakes(monkeypatch, tmp_path, REST_ANONYMOUS="1", HOST=host)
    assert f"HOST={host} is not a loopback address" in refused
    meant = {"REST_ANONYMOUS": "1", "REST_ANONYMOUS_ON_NETWORK": "1", "HOST": host}
    assert read(monkeypatch, tmp_path, **meant).rest_anonymous


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "eighty"),
        ("DATABASE_POOL_SIZE", "0"),
        ("MAX_BODY_BYTES", str(MAX_EVENT_BYTES)),
        ("EVENT_MAX_ATTEMPTS", "0"),
        ("EVENT_RETRY_SECONDS", "0"),
        ("SHUTDOWN_SECONDS", "-1"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
        ("ENVIRONMENT", "staging"),
        ("STATIC_DIR", "nowhere"),
        ("PICTURES_DIR", "nowhere"),
    ],
)
def test_a_value_out_of_range_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    assert name.lower() in mistakes(monkeypatch, tmp_path, **{name: value})


def test_files_are_served_only_from_configured_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("STATIC_DIR", "PICTURES_DIR"):
        field = name.lower()
        assert getattr(read(monkeypatch, tmp_path), field) is None
        assert getattr(read(monkeypatch, tmp_path, **{name: ""}), field) is None
        assert getattr(read(monkeypatch, tmp_path, **{name: str(tmp_path)}), field) == tmp_path


def test_the_environment_takes_precedence_over_the_env_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("LOG_LEVEL=debug\nPORT=1234\n")
    settings = read(monkeypatch, tmp_path)
    assert (settings.log_level, settings.port) == ("debug", 8000)


def test_the_limits_of_graphql_are_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    names = ("DEPTH", "ALIASES", "DIRECTIVES", "SELECTIONS", "TOKENS", "COST")
    changes = {f"GRAPHQL_MAX_{name}": str(number) for number, name in enumerate(names, 1)}
    settings = read(monkeypatch, tmp_path, **changes, PERSISTED_QUERIES="0", PERSISTED_QUERY_BYTES="9")
    assert settings.graphql_limits == replace(
        SERVICE_LIMITS, depth=1, aliases=2, directives=3, selections=4, tokens=5, cost=6
    )
    assert settings.persisted_query_limits == PersistedQueryLimits(0, 9)
    assert "graphql_max_depth" in mistakes(monkeypatch, tmp_path, GRAPHQL_MAX_DEPTH="0")
