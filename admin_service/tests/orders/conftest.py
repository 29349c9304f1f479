"""Fixtures for the tests of orders."""

import pytest
from service_kit.process.service import Service

from ..stock.books import Books


@pytest.fixture
def books(service: Service) -> Books:
    """The stock to fill and check."""
    return Books(service)
