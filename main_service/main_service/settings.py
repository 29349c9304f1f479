"""What main_service is configured by."""

from datetime import timedelta
from decimal import Decimal

from pydantic import Field, SecretStr
from service_kit.process.settings import KitSettings

from main_service.orders.model import Terms


class MainSettings(KitSettings):
    """The kit's settings, and this service's own."""

    port: int = Field(default=8001, ge=1, le=65535, validation_alias="MAIN_PORT")
    secret_key: SecretStr = Field(min_length=32, description="Signs the cookie that a visitor is known by")
    peer_timeout_seconds: float = Field(default=1.0, gt=0, description="How long a call to admin may take")
    order_hold_seconds: float = Field(
        default=5.0, ge=0, le=86_400, description="How long an order can be cancelled before it is settled"
    )
    order_fee_percent: Decimal = Field(
        default=Decimal(20), ge=0, le=100, decimal_places=2, description="What the shop adds to each order"
    )

    @property
    def terms(self) -> Terms:
        """What the shop sells by."""
        return Terms(fee_percent=self.order_fee_percent, hold=timedelta(seconds=self.order_hold_seconds))
