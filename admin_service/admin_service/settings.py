"""The settings of admin_service."""

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
    """The settings of the kit and of this service."""

    port: int = Field(default=8000, ge=1, le=65535, validation_alias="ADMIN_PORT")
    session_idle_seconds: int = Field(default=7 * DAY, ge=60, description="Seconds until an unused session ends")
    session_seconds: int = Field(
        default=30 * DAY, ge=60, description="Seconds until a session ends even if it is used"
    )
    login_tries: int = Field(
        default=5, ge=1, description="Login attempts per minute for one account from one address"
    )
    login_failures_per_address: int = Field(
        default=100, ge=1, description="Failed logins per minute from one address for all accounts"
    )
    login_tries_from_elsewhere: int = Field(
        default=20,
        ge=1,
        description="Login attempts per minute for one account from addresses that it never used before",
    )

    registrations_per_address: int = Field(
        default=120, ge=1, description="Registrations per minute from one address"
    )
    image_hosts: str = Field(
        default=ANY_HOST,
        description="Hosts of pictures in addition to this site, separated by spaces; * allows all hosts. "
        "Set the same value for the web server",
    )
    demo_admin_password: SecretStr | None = Field(
        default=None, description="If set, `seed` creates the account `admin` with this password"
    )
    demo_customer_password: SecretStr | None = Field(
        default=None, description="If set, `seed` creates the account `customer` with this password"
    )

    @field_validator("image_hosts")
    @classmethod
    def _hosts_are_hosts(cls, value: str) -> str:
        for host in value.lower().split():
            if host != ANY_HOST and not HOST_PATTERN.fullmatch(host):
                raise ValueError(
                    f"IMAGE_HOSTS contains {host!r}. Use hosts such as cdn.example.org or *.example.org."
                )
        return value

    @property
    def allowed_image_hosts(self) -> Sequence[str]:
        """The hosts of pictures in the syntax of a content security policy."""
        return self.image_hosts.lower().split()

    @property
    def demo_passwords(self) -> Mapping[Role, str]:
        """The passwords of the demo accounts that `seed` creates, by role."""
        wanted = {Role.ADMIN: self.demo_admin_password, Role.CUSTOMER: self.demo_customer_password}
        return {role: secret.get_secret_value() for role, secret in wanted.items() if secret is not None}

    @property
    def lifetime(self) -> Lifetime:
        """The lifetime of sessions."""
        idle, absolute = self.session_idle_seconds, self.session_seconds
        return Lifetime(idle=timedelta(seconds=idle), absolute=timedelta(seconds=absolute))

    @property
    def login_limits(self) -> Limits:
        """The limits of login attempts and registrations."""
        return Limits(
            self.login_tries,
            self.login_failures_per_address,
            self.login_tries_from_elsewhere,
            self.registrations_per_address,
        )
