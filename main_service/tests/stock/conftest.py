"""What moves the stock."""

import pytest
from service_kit.process.service import Service

from testing.buying import Orders


@pytest.fixture
def orders(service: Service) -> Orders:
    """Has admin_service's events about the stock arrive."""
    return Orders(service)
