"""What both services are configured by: environment variables, an `.env` file, or files in SECRETS_DIR."""

import ipaddress
import os
import re
from typing import Annotated, Literal, Self

from pydantic import DirectoryPath, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from service_kit.events.event import MAX_EVENT_BYTES
from service_kit.events.transports.signature import key_of
from service_kit.process.limits import SERVICE_LIMITS, Limits, PersistedQueryLimits

_ORIGIN = re.compile(r"https?://[^/\s?#@]+")


class KitSettings(BaseSettings):
    """Settings that every service has. A service derives one class and adds its own."""

    model_config = SettingsConfigDict(
        env_file=".env", secrets_dir=os.environ.get("SECRETS_DIR"), extra="ignore", hide_input_in_errors=True
    )

    environment: Literal["development", "production"] = "development"
    host: str = "127.0.0.1"
    port: int = Field(ge=1, le=65535)
    database_url: SecretStr = Field(description="mysql+pymysql://… or sqlite:///…")
    database_pool_size: int = Field(
        default=8,
        ge=1,
        le=100,
        description="Connections that each of the two pools (reading, writing) keeps",
    )
    database_pool_overflow: int = Field(
        default=2, ge=0, le=100, description="Connections that each pool opens beyond that at peak times"
    )
    events_url: SecretStr = Field(description="amqp://… for RabbitMQ, or http://… the peer's address: direct")
    events_secret: SecretStr = Field(
        default=SecretStr(""),
        description="whsec_… (Standard Webhooks); signs what the direct transport sends",
    )
    peer_url: str = Field(description="The other service's address, for the calls between them")
    rest_anonymous: bool = Field(default=False, description="Serve clients that never sign in, as if they might")
    rest_anonymous_on_network: bool = Field(default=False, description="… also when not on loopback")
    cors_origins: Annotated[list[str], NoDecode] = Field(
        default=[], description="Origins whose pages may read answers, joined by commas: http://shop.example"
    )
    forwarded_allow_ips: str = Field(
        default="", description="Addresses of proxies whose X-Forwarded-For is believed, joined by commas"
    )
    static_dir: DirectoryPath | None = Field(
        default=None, description="The folder whose files are served at /static; nothing is there without it"
    )
    pictures_dir: DirectoryPath | None = Field(
        default=None, description="The same for /pictures, where products have their pictures"
    )
    max_body_bytes: int = Field(
        default=1_048_576, ge=MAX_EVENT_BYTES + 2, description="At least an event in a batch of its own"
    )
    live_max_connections: int = Field(
        default=2000, ge=1, description="WebSockets and event streams that one process has open at a time"
    )
    live_max_operations: int = Field(
        default=50, ge=1, description="Operations that run on one WebSocket at a time"
    )
    live_recheck_seconds: float = Field(
        default=60.0,
        gt=0,
        description="A subscription that hears nothing for so long is compared with the database",
    )
    live_stall_seconds: float = Field(
        default=40.0,
        gt=0,
        description="A subscription that takes longer over a change is reported; a client may take 30 s",
    )
    graphql_max_depth: int = Field(
        default=SERVICE_LIMITS.depth, ge=1, description="Levels of nesting in one operation"
    )
    graphql_max_aliases: int = Field(default=SERVICE_LIMITS.aliases, ge=1, description="Aliases in one operation")
    graphql_max_directives: int = Field(
        default=SERVICE_LIMITS.directives,
        ge=1,
        description="Directives in one operation; those of a fragment count once",
    )
    graphql_max_selections: int = Field(
        default=SERVICE_LIMITS.selections,
        ge=1,
        description="Fields and fragments in one operation, wherever fragments are spread",
    )
    graphql_max_tokens: int = Field(default=SERVICE_LIMITS.tokens, ge=1, description="Tokens in one document")
    graphql_max_cost: int = Field(
        default=SERVICE_LIMITS.cost,
        ge=1,
        description="Fields that one operation may resolve, page sizes multiplied",
    )
    persisted_queries: int = Field(
        default=1000, ge=0, description="Queries that one process keeps for clients that send their hash; 0: none"
    )
    persisted_query_bytes: int = Field(default=4_194_304, ge=1, description="Their size in all, in bytes")
    event_max_attempts: int = Field(default=6, ge=1, description="Tries of a handler before it is parked")
    event_retry_seconds: float = Field(default=1.0, gt=0, description="The first delay; it doubles each time")
    event_lease_seconds: float = Field(
        default=30.0,
        gt=0,
        description="After which what a dead process had in hand is gone on with by another",
    )
    instance_id: str = Field(
        default="",
        pattern=r"^[\x21-\x7e]*$",
        description="Sent with /readyz as X-Instance-Id, so that whoever started the process can recognise it",
    )
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["json", "console"] = "json"
    access_log: bool = Field(default=False, description="A line for each request")
    shutdown_seconds: float = Field(default=10.0, gt=0, description="How long SIGTERM may drain")

    @property
    def production(self) -> bool:
        """Whether explorers, introspection and suggestions are off."""
        return self.environment == "production"

    @property
    def graphql_limits(self) -> Limits:
        """How large one GraphQL operation may be."""
        return Limits(
            depth=self.graphql_max_depth,
            aliases=self.graphql_max_aliases,
            directives=self.graphql_max_directives,
            selections=self.graphql_max_selections,
            tokens=self.graphql_max_tokens,
            cost=self.graphql_max_cost,
        )

    @property
    def persisted_query_limits(self) -> PersistedQueryLimits:
        """How many persisted queries one process keeps."""
        return PersistedQueryLimits(self.persisted_queries, self.persisted_query_bytes)

    @property
    def allows_loopback_origins(self) -> bool:
        """Whether pages of every port of this machine may call: older clients' apps run on ports of their own."""
        return self.rest_anonymous and _is_loopback(self.host)

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _origins_are_joined_by_commas(cls, value: object) -> object:
        return (
            [origin.strip() for origin in value.split(",") if origin.strip()] if isinstance(value, str) else value
        )

    @field_validator("static_dir", "pictures_dir", mode="before")
    @classmethod
    def _empty_names_no_folder(cls, value: object) -> object:
        return value or None  # it would be the folder that the service is started from

    @field_validator("cors_origins")
    @classmethod
    def _origins_are_origins(cls, value: list[str]) -> list[str]:
        for origin in value:
            if not _ORIGIN.fullmatch(origin):
                raise ValueError(f"CORS_ORIGINS holds no origin such as http://shop.example:3000 in {origin!r}")
        return value

    @field_validator("database_url")
    @classmethod
    def _database_is_known(cls, value: SecretStr) -> SecretStr:
        try:
            url = make_url(value.get_secret_value())
        except ArgumentError:
            url = None  # its text would show the password
        if url is None or url.drivername not in {"mysql+pymysql", "sqlite"}:
            raise ValueError("DATABASE_URL must begin with mysql+pymysql:// or sqlite:///")
        if url.drivername == "sqlite" and url.database in {None, "", ":memory:"}:
            raise ValueError("DATABASE_URL needs a file: sqlite:///path/to/file.db")
        return value

    @field_validator("events_url")
    @classmethod
    def _transport_is_known(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(("amqp://", "amqps://", "http://", "https://")):
            raise ValueError("EVENTS_URL must begin with amqp:// (RabbitMQ) or http:// (direct)")
        return value

    @field_validator("peer_url")
    @classmethod
    def _peer_is_an_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("PEER_URL must begin with http:// or https://")
        return value

    @model_validator(mode="after")
    def _direct_needs_a_secret(self) -> Self:
        if self.events_url.get_secret_value().startswith("http"):
            try:
                key_of(self.events_secret.get_secret_value())
            except ValueError as error:
                raise ValueError(f"EVENTS_SECRET is needed when EVENTS_URL is http://…: {error}") from None
        return self

    @model_validator(mode="after")
    def _anonymous_stays_on_loopback(self) -> Self:
        if self.rest_anonymous and not self.rest_anonymous_on_network and not _is_loopback(self.host):
            raise ValueError(
                f"REST_ANONYMOUS=1 lets anybody write, and HOST={self.host} is not a loopback address. "
                "Set REST_ANONYMOUS_ON_NETWORK=1 as well if that is meant."
            )
        return self


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
