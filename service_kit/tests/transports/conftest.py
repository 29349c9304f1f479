"""The transports under test, with a consumer at the far end."""

from collections.abc import Iterator

import pytest
from service_kit.db.database import Database
from service_kit.events.consumer import Consumer

from ..counter import Handler, make_consumer
from .wires import DirectWire, RabbitWire, Receiver, Wire


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """What the consumer writes to: the transports do not care for its kind."""
    return sqlite_database


@pytest.fixture
def consumer(database: Database, handler: Handler) -> Consumer:
    """A consumer of the counter's events."""
    return make_consumer(database, handler)


@pytest.fixture
def receiver(consumer: Consumer) -> Receiver:
    """What the transports deliver to."""
    return Receiver(consumer)


@pytest.fixture
def direct(receiver: Receiver) -> Iterator[DirectWire]:
    """The direct transport, nobody receiving yet."""
    wire = DirectWire(receiver)
    with wire.closing:
        yield wire


@pytest.fixture
def rabbit(receiver: Receiver, amqp_url: str) -> Iterator[RabbitWire]:
    """RabbitMQ, nobody receiving yet."""
    wire = RabbitWire(receiver, amqp_url)
    with wire.closing:
        yield wire


@pytest.fixture(params=["direct", "rabbit"])
def wire(request: pytest.FixtureRequest) -> Wire:
    """Each transport in turn, nobody receiving yet."""
    found: Wire = request.getfixturevalue(request.param)
    return found
