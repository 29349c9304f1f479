"""What the tests of the stock share."""

import pytest
from service_kit.process.service import Service

from .books import Books


@pytest.fixture
def books(service: Service) -> Books:
    """The stock, to be filled and audited."""
    return Books(service)
