"""Tests of the private RabbitMQ: confirmed messages survive a kill, and virtual hosts isolate tests."""

import pika
import pytest
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import AMQPError, ConnectionBlockedTimeout, ProbableAccessDeniedError

from testing.requirements import require
from testing.servers import ExternalRabbitMQ, NotOurs, RabbitMQ
from testing.waiting import eventually

QUEUE = "orders"
NOT_YET = (AMQPError, OSError)


def open_channel(url: str) -> BlockingChannel:
    parameters = pika.URLParameters(url)
    parameters.blocked_connection_timeout = 2
    channel = pika.BlockingConnection(parameters).channel()
    channel.confirm_delivery()
    channel.queue_declare(QUEUE, durable=True, arguments={"x-queue-type": "quorum"})
    return channel


def publish(channel: BlockingChannel, body: bytes) -> None:
    channel.basic_publish("", QUEUE, body, pika.BasicProperties(delivery_mode=2), mandatory=True)


def receive(url: str) -> bytes:
    """Take one message. Retried, because a quorum queue elects its leader after the broker's start."""

    def take() -> bytes:
        channel = open_channel(url)
        _, _, body = channel.basic_get(QUEUE, auto_ack=True)
        channel.connection.close()
        assert body is not None
        return body

    return eventually(take, timeout=20, also_retry=NOT_YET)


def test_a_confirmed_message_in_a_quorum_queue_survives_kill_9(mortal_rabbitmq: RabbitMQ, amqp_url: str) -> None:
    publish(open_channel(amqp_url), b"before the kill")
    mortal_rabbitmq.kill()
    assert not mortal_rabbitmq.is_running
    mortal_rabbitmq.start()
    assert receive(amqp_url) == b"before the kill"


def test_a_confirmed_message_survives_a_graceful_restart(mortal_rabbitmq: RabbitMQ, amqp_url: str) -> None:
    publish(open_channel(amqp_url), b"before the stop")
    mortal_rabbitmq.stop()
    with pytest.raises(AMQPError):
        open_channel(amqp_url)
    mortal_rabbitmq.start()
    assert receive(amqp_url) == b"before the stop"


def test_publishing_blocks_during_a_memory_alarm(mortal_rabbitmq: RabbitMQ, amqp_url: str) -> None:
    channel = open_channel(amqp_url)
    mortal_rabbitmq.memory_alarm(True)
    with pytest.raises(ConnectionBlockedTimeout):
        publish(channel, b"blocked")
    mortal_rabbitmq.memory_alarm(False)
    publish(open_channel(amqp_url), b"unblocked")


def test_tests_do_not_see_each_others_queues(rabbitmq: RabbitMQ, amqp_url: str) -> None:
    require("rabbitmq", own=True)
    publish(open_channel(amqp_url), b"mine")
    with rabbitmq.fresh_vhost() as other:
        assert other != amqp_url
        assert open_channel(other).basic_get(QUEUE) == (None, None, None)


def test_a_used_virtual_host_is_deleted_with_the_next_batch(mortal_rabbitmq: RabbitMQ) -> None:
    with mortal_rabbitmq.fresh_vhost() as used:
        publish(open_channel(used), b"left behind")
    for _ in range(9):
        mortal_rabbitmq.create_vhost()
    with pytest.raises((ProbableAccessDeniedError, AMQPError)):
        open_channel(used)


def test_list_queues_returns_message_counts(mortal_rabbitmq: RabbitMQ) -> None:
    vhost = mortal_rabbitmq.create_vhost()
    channel = open_channel(mortal_rabbitmq.url(vhost))
    publish(channel, b"one")
    publish(channel, b"two")

    def listed() -> None:
        state = mortal_rabbitmq.list_queues(vhost)[QUEUE]
        assert (state.messages, state.messages_ready, state.messages_unacknowledged, state.consumers) == (
            2,
            2,
            0,
            0,
        )

    eventually(listed, timeout=20)
    assert mortal_rabbitmq.list_queues() == {}


def test_a_broker_that_we_did_not_start_is_never_stopped() -> None:
    broker = ExternalRabbitMQ("amqp://guest:guest@127.0.0.1/")
    with broker.fresh_vhost() as url:
        assert url == broker.url()
    for touch in (broker.stop, broker.kill, broker.restart, broker.pause):
        with pytest.raises(NotOurs):
            touch()
