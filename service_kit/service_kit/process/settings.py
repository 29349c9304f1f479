"""Settings of both services, from environment variables, an `.env` file, or files in SECRETS_DIR."""

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
    """The settings that every service has. A service adds its own in a subclass."""

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
        description="Connections that each of the two pools (reading, writing) keeps open",
    )
    database_pool_overflow: int = Field(
        default=2, ge=0, le=100, description="Additional connections that each pool opens under load"
    )
    events_url: SecretStr = Field(
        description="amqp://… for RabbitMQ, or the peer's http://… URL for the direct transport"
    )
    events_secret: SecretStr = Field(
        default=SecretStr(""),
        description="whsec_… (Standard Webhooks); signs the events of the direct transport",
    )
    peer_url: str = Field(description="The URL of the other service")
    rest_anonymous: bool = Field(default=False, description="Allow clients that never sign in")
    rest_anonymous_on_network: bool = Field(
        default=False, description="Allow REST_ANONYMOUS on addresses other than loopback"
    )
    cors_origins: Annotated[list[str], NoDecode] = Field(
        default=[], description="Allowed origins of pages, comma-separated: http://shop.example"
    )
    forwarded_allow_ips: str = Field(
        default="", description="Trusted proxies for X-Forwarded-For, comma-separated addresses"
    )
    static_dir: DirectoryPath | None = Field(default=None, description="Folder served at /static; none by default")
    pictures_dir: DirectoryPath | None = Field(
        default=None, description="Folder of product pictures, served at /pictures; none by default"
    )
    max_body_bytes: int = Field(
        default=1_048_576, ge=MAX_EVENT_BYTES + 2, description="Maximum size of a request body; an event must fit"
    )
    live_max_connections: int = Field(
        default=2000, ge=1, description="Maximum number of open WebSockets and event streams of a process"
    )
    live_max_operations: int = Field(
        default=50, ge=1, description="Maximum number of concurrent operations on one WebSocket"
    )
    live_recheck_seconds: float = Field(
        default=60.0,
        gt=0,
        description="A subscription without updates for this time is compared with the database",
    )
    live_stall_seconds: float = Field(
        default=40.0,
        gt=0,
        description="A subscription that needs longer for an update is logged; clients may take 30 s",
    )
    graphql_max_depth: int = Field(
        default=SERVICE_LIMITS.depth, ge=1, description="Maximum nesting depth of one operation"
    )
    graphql_max_aliases: int = Field(
        default=SERVICE_LIMITS.aliases, ge=1, description="Maximum aliases in one operation"
    )
    graphql_max_directives: int = Field(
        default=SERVICE_LIMITS.directives,
        ge=1,
        description="Maximum directives in one operation; those of a fragment count once",
    )
    graphql_max_selections: int = Field(
        default=SERVICE_LIMITS.selections,
        ge=1,
        description="Maximum fields and fragments in one operation, counted for each spread",
    )
    graphql_max_tokens: int = Field(
        default=SERVICE_LIMITS.tokens, ge=1, description="Maximum tokens in one document"
    )
    graphql_max_cost: int = Field(
        default=SERVICE_LIMITS.cost,
        ge=1,
        description="Maximum fields that one operation resolves, multiplied by page sizes",
    )
    persisted_queries: int = Field(
        default=1000, ge=0, description="Maximum persisted queries of one process; 0 disables them"
    )
    persisted_query_bytes: int = Field(
        default=4_194_304, ge=1, description="Maximum total size of persisted queries, in bytes"
    )
    event_max_attempts: int = Field(default=6, ge=1, description="Attempts to handle an event before it is parked")
    event_retry_seconds: float = Field(
        default=1.0, gt=0, description="Delay before the first retry; it doubles each time"
    )
    event_lease_seconds: float = Field(
        default=30.0,
        gt=0,
        description="Time after which another process takes over the work of a dead one",
    )
    instance_id: str = Field(
        default="",
        pattern=r"^[\x21-\x7e]*$",
        description="Sent by /readyz as X-Instance-Id, to identify the process",
    )
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["json", "console"] = "json"
    access_log: bool = Field(default=False, description="Log each request")
    shutdown_seconds: float = Field(default=10.0, gt=0, description="Maximum time to finish work after SIGTERM")

    @property
    def production(self) -> bool:
        """Whether GraphiQL, introspection and suggestions are disabled."""
        return self.environment == "production"

    @property
    def graphql_limits(self) -> Limits:
        """The limits of one GraphQL operation."""
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
        """The limits of persisted queries in one process."""
        return PersistedQueryLimits(self.persisted_queries, self.persisted_query_bytes)

    @property
    def allows_loopback_origins(self) -> bool:
        """Whether pages on any local port may call the services. Old clients run on their own ports."""
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
        return value or None  # an empty path would be the working directory

    @field_validator("cors_origins")
    @classmethod
    def _origins_are_origins(cls, value: list[str]) -> list[str]:
        for origin in value:
            if not _ORIGIN.fullmatch(origin):
                raise ValueError(
                    f"CORS_ORIGINS has an invalid origin {origin!r}; example: http://shop.example:3000"
                )
        return value

    @field_validator("database_url")
    @classmethod
    def _database_is_known(cls, value: SecretStr) -> SecretStr:
        try:
            url = make_url(value.get_secret_value())
        except ArgumentError:
            url = None  # the error's text contains the password
        if url is None or url.drivername not in {"mysql+pymysql", "sqlite"}:
            raise ValueError("DATABASE_URL must start with mysql+pymysql:// or sqlite:///")
        if url.drivername == "sqlite" and url.database in {None, "", ":memory:"}:
            raise ValueError("DATABASE_URL must name a file: sqlite:///path/to/file.db")
        return value

    @field_validator("events_url")
    @classmethod
    def _transport_is_known(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(("amqp://", "amqps://", "http://", "https://")):
            raise ValueError("EVENTS_URL must start with amqp:// (RabbitMQ) or http:// (direct)")
        return value

    @field_validator("peer_url")
    @classmethod
    def _peer_is_an_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("PEER_URL must start with http:// or https://")
        return value

    @model_validator(mode="after")
    def _direct_needs_a_secret(self) -> Self:
        if self.events_url.get_secret_value().startswith("http"):
            try:
                key_of(self.events_secret.get_secret_value())
            except ValueError as error:
                raise ValueError(f"EVENTS_SECRET is required if EVENTS_URL is http://…: {error}") from None
        return self

    @model_validator(mode="after")
    def _anonymous_stays_on_loopback(self) -> Self:
        if self.rest_anonymous and not self.rest_anonymous_on_network and not _is_loopback(self.host):
            raise ValueError(
                f"REST_ANONYMOUS=1 allows anyone to write, and HOST={self.host} is not a loopback address. "
                "To allow this, also set REST_ANONYMOUS_ON_NETWORK=1."
            )
        return self


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
