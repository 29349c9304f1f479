"""The transports under test, with a consumer."""

from collections.abc import Iterator

import pytest
from service_kit.db.database import Database
from service_kit.events.consumer import Consumer

from ..counter import Handler, make_consumer
from .wires import DirectWire, RabbitWire, Receiver, Wire


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """The consumer's database; its kind does not matter to the transports."""
    return sqlite_database


@pytest.fixture
def consumer(database: Database, handler: Handler) -> Consumer:
    """A consumer of the counter's events."""
    return make_consumer(database, handler)


@pytest.fixture
def receiver(consumer: Consumer) -> Receiver:
    """The receiver of the transports."""
    return Receiver(consumer)


@pytest.fixture
def direct(receiver: Receiver) -> Iterator[DirectWire]:
    """The direct transport; the receiver is not started."""
    wire = DirectWire(receiver)
    with wire.closing:
        yield wire


@pytest.fixture
def rabbit(receiver: Receiver, amqp_url: str) -> Iterator[RabbitWire]:
    """RabbitMQ; the receiver is not started."""
    wire = RabbitWire(receiver, amqp_url)
    with wire.closing:
        yield wire


@pytest.fixture(params=["direct", "rabbit"])
def wire(request: pytest.FixtureRequest) -> Wire:
    """Each transport in turn; the receiver is not started."""
    found: Wire = request.getfixturevalue(request.param)
    return found
