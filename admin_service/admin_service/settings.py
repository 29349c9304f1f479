"""What admin_service is configured by."""

from pydantic import Field
from service_kit.settings import KitSettings


class AdminSettings(KitSettings):
    """The kit's settings, and this service's port."""

    port: int = Field(default=8000, ge=1, le=65535, validation_alias="ADMIN_PORT")
