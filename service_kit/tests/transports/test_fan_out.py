"""Changes reach the other processes of a service, and lost connections lead to RESYNC."""

import queue
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from service_kit.events.transports.rabbitmq import RabbitFanOut
from service_kit.live.hub import RESYNC, Changes

from testing.proxy import TcpProxy

Received = queue.Queue[Changes]
Join = Callable[..., tuple[RabbitFanOut, Received]]


@pytest.fixture
def join(amqp_url: str) -> Iterator[Join]:
    """Adds a process, and returns it with a queue of the changes that it receives."""
    with ExitStack() as joined:

        def one(service: str = "tests", url: str = amqp_url) -> tuple[RabbitFanOut, Received]:
            received: Received = queue.Queue()
            fan_out = RabbitFanOut(url, service, received.put)
            fan_out.start()
            joined.callback(fan_out.stop)
            assert received.get(timeout=10) is RESYNC
            return fan_out, received

        yield one


def test_a_change_reaches_every_other_process_and_no_other_service(join: Join) -> None:
    (_, first), (second, echo), (_, third), (_, other) = join(), join(), join(), join("others")
    for _ in range(2):
        assert first.get(timeout=10) is RESYNC
    assert [echo.get(timeout=10)] == [RESYNC]
    second.publish(frozenset({"product/1", "order/2"}))
    assert first.get(timeout=10) == frozenset({"product/1", "order/2"})
    assert third.get(timeout=10) == frozenset({"product/1", "order/2"})
    second.publish(frozenset({"product/3"}))
    assert third.get(timeout=10) == frozenset({"product/3"})
    assert echo.empty()
    assert other.empty()


def test_concurrent_changes_are_sent_together(join: Join) -> None:
    (first, _), (_, received) = join(), join()
    for number in range(300):
        first.publish(frozenset({f"product/{number}"}))
    found: list[str] = []
    while len(found) < 300:
        changes = received.get(timeout=10)
        assert changes is not RESYNC
        found.extend(changes)
    assert sorted(found) == sorted(f"product/{number}" for number in range(300))


def test_a_lost_connection_resyncs_all_processes(join: Join, amqp_url: str) -> None:
    broker = urlsplit(amqp_url)
    with TcpProxy(broker.hostname or "", broker.port or 5672) as proxy:
        url = broker._replace(netloc=f"{broker.username}:{broker.password}@127.0.0.1:{proxy.port}").geturl()
        (cut, its), (_, others) = join(url=url), join()
        assert its.get(timeout=10) is RESYNC
        proxy.cut()
        cut.publish(frozenset({"product/1"}))
        assert its.get(timeout=10) is RESYNC
        assert others.get(timeout=10) is RESYNC
        cut.publish(frozenset({"product/2"}))
        assert others.get(timeout=10) == frozenset({"product/2"})
