"""What admin_service is configured by."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from pydantic import Field, SecretStr, field_validator
from service_kit.identity import Role
from service_kit.images import ANY_HOST, HOST_PATTERN
from service_kit.process.settings import KitSettings

from admin_service.sessions.model import Lifetime
from admin_service.sessions.throttle import Limits

DAY = 24 * 3600


class AdminSettings(KitSettings):
    """The kit's settings, and this service's own."""

    port: int = Field(default=8000, ge=1, le=65535, validation_alias="ADMIN_PORT")
    session_idle_seconds: int = Field(default=7 * DAY, ge=60, description="A session ends when unused for so long")
    session_seconds: int = Field(default=30 * DAY, ge=60, description="A session ends after so long in any case")
    login_tries: int = Field(default=5, ge=1, description="A minute, for one account from one address")
    login_failures_per_address: int = Field(default=100, ge=1, description="A minute, for all accounts together")
    login_tries_from_elsewhere: int = Field(
        default=20, ge=1, description="A minute, for one account from addresses that it never signed in from"
    )

    registrations_per_address: int = Field(default=120, ge=1, description="A minute")
    image_hosts: str = Field(
        default=ANY_HOST,
        description="Hosts that pictures may be on besides this site, separated by spaces; * for all. The web "
        "server needs the same",
    )
    demo_admin_password: SecretStr | None = Field(default=None, description="`seed` makes the account `admin`")
    demo_customer_password: SecretStr | None = Field(default=None, description="… and the account `customer`")

    @field_validator("image_hosts")
    @classmethod
    def _hosts_are_hosts(cls, value: str) -> str:
        for host in value.lower().split():
            if host != ANY_HOST and not HOST_PATTERN.fullmatch(host):
                raise ValueError(f"IMAGE_HOSTS holds no host such as cdn.example.org or *.example.org in {host!r}")
        return value

    @property
    def allowed_image_hosts(self) -> Sequence[str]:
        """The hosts that pictures may be on, as a content security policy names them."""
        return self.image_hosts.lower().split()

    @property
    def demo_passwords(self) -> Mapping[Role, str]:
        """The passwords of the demo accounts that are wanted."""
        wanted = {Role.ADMIN: self.demo_admin_password, Role.CUSTOMER: self.demo_customer_password}
        return {role: secret.get_secret_value() for role, secret in wanted.items() if secret is not None}

    @property
    def lifetime(self) -> Lifetime:
        """How long sessions are good for."""
        idle, absolute = self.session_idle_seconds, self.session_seconds
        return Lifetime(idle=timedelta(seconds=idle), absolute=timedelta(seconds=absolute))

    @property
    def login_limits(self) -> Limits:
        """How often a password may be tried."""
        return Limits(
            self.login_tries,
            self.login_failures_per_address,
            self.login_tries_from_elsewhere,
            self.registrations_per_address,
        )
