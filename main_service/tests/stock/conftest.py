"""Fixtures for stock levels."""

import pytest
from service_kit.process.service import Service

from testing.buying import Orders


@pytest.fixture
def orders(service: Service) -> Orders:
    """Delivers admin_service's events about the stock."""
    return Orders(service)
