"""What main_service is configured by."""

from pydantic import Field, SecretStr
from service_kit.settings import KitSettings


class MainSettings(KitSettings):
    """The kit's settings, and this service's own."""

    port: int = Field(default=8001, ge=1, le=65535, validation_alias="MAIN_PORT")
    secret_key: SecretStr = Field(min_length=32, description="Signs the cookie that a visitor is known by")
    peer_timeout_seconds: float = Field(default=1.0, gt=0, description="How long a call to admin may take")
