"""The settings of main_service."""

from datetime import timedelta
from decimal import Decimal

from pydantic import Field, SecretStr
from service_kit.process.settings import KitSettings

from main_service.orders.model import Terms


class MainSettings(KitSettings):
    """The settings of the kit and of this service."""

    port: int = Field(default=8001, ge=1, le=65535, validation_alias="MAIN_PORT")
    secret_key: SecretStr = Field(min_length=32, description="The key that signs the visitor's cookie")
    peer_timeout_seconds: float = Field(default=1.0, gt=0, description="The timeout of a request to admin_service")
    order_hold_seconds: float = Field(
        default=5.0,
        ge=0,
        le=86_400,
        description="The time in which an order can be cancelled before it is settled",
    )
    order_fee_percent: Decimal = Field(
        default=Decimal(20),
        ge=0,
        le=100,
        decimal_places=2,
        description="The fee of the shop, in percent of the order",
    )

    @property
    def terms(self) -> Terms:
        """The terms of baskets and orders."""
        return Terms(fee_percent=self.order_fee_percent, hold=timedelta(seconds=self.order_hold_seconds))
