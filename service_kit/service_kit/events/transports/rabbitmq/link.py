"""A RabbitMQ connection that is reopened whenever it is lost.

pika does not reconnect by itself. A link reconnects after a growing delay with jitter, and declares the topology
each time. Its I/O loop has its own thread, so slow handlers do not block heartbeats.
"""

import contextlib
import random
import threading
from collections.abc import Callable
from functools import partial

import pika
import structlog
from pika.channel import Channel
from pika.exceptions import AMQPError

log = structlog.get_logger(__name__)
HEARTBEAT_SECONDS = 20
MAX_BACK_OFF_SECONDS = 5.0


class Link:
    """One connection with one channel on its own thread. Reconnects until stopped."""

    def __init__(
        self,
        url: str,
        name: str,
        *,
        declare: Callable[[pika.URLParameters], None],
        opened: Callable[[Channel], None],
        lost: Callable[[str], None],
    ) -> None:
        self.parameters = _parameters(url, name)
        self.channel: Channel | None = None
        self._name = name
        self._declare = declare
        self._on_open = opened
        self._on_lost = lost
        self._connection: pika.SelectConnection | None = None
        self._failures = 0
        self._reason = ""
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"rabbitmq-{name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self.drop("stopped")
        if self._thread.ident is not None:
            self._thread.join(5)

    def call(self, work: Callable[[], None]) -> None:
        """Run `work` on the I/O thread. Does nothing while disconnected."""
        connection = self._connection
        if connection is not None:
            with contextlib.suppress(AMQPError, OSError, AttributeError):
                connection.ioloop.add_callback_threadsafe(work)

    def ready(self, channel: Channel) -> None:
        """Mark the channel as ready. Call it on the I/O thread."""
        self.channel = channel
        self._failures = 0
        log.info("rabbitmq_connected", link=self._name)

    def drop(self, reason: str) -> None:
        """Close the connection. It is reopened unless the link is stopped."""
        connection = self._connection
        if connection is not None:
            self._reason = reason
            self.call(partial(_close, connection))

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._declare(self.parameters)
                self._reason = "closed"
                self._connect()
            except (AMQPError, OSError) as error:
                self._reason = f"{type(error).__name__}: {error}"
            except Exception as error:
                self._reason = f"{type(error).__name__}: {error}"
                log.error("rabbitmq_link_failed", link=self._name, exc_info=error)
            self.channel = None
            self._on_lost(self._reason)
            self._failures += 1
            if not self._stopping.is_set():
                log.warning("rabbitmq_disconnected", link=self._name, error=self._reason, failures=self._failures)
            delay = min(0.1 * 2.0 ** min(self._failures - 1, 10), MAX_BACK_OFF_SECONDS)
            self._stopping.wait(delay * random.uniform(0.5, 1))  # noqa: S311 - jitter, not a secret

    def _connect(self) -> None:
        """Open the connection and run its I/O loop until it closes."""
        self._connection = pika.SelectConnection(
            self.parameters,
            on_open_callback=self._connected,
            on_open_error_callback=self._closed,
            on_close_callback=self._closed,
        )
        try:
            if not self._stopping.is_set():
                self._connection.ioloop.start()
        finally:
            connection, self._connection = self._connection, None
            connection.ioloop.close()

    def _connected(self, connection: pika.SelectConnection) -> None:
        connection.channel(on_open_callback=self._channel_opened)

    def _channel_opened(self, channel: Channel) -> None:
        channel.add_on_close_callback(self._channel_closed)
        self._on_open(channel)

    def _channel_closed(self, channel: Channel, reason: Exception) -> None:
        self.channel = None
        self._reason = str(reason)
        if self._connection is not None:
            _close(self._connection)

    def _closed(self, connection: pika.SelectConnection, reason: BaseException) -> None:
        self.channel = None
        if self._reason == "closed":
            self._reason = str(reason)
        connection.ioloop.stop()


def _parameters(url: str, name: str) -> pika.URLParameters:
    parameters = pika.URLParameters(url)
    parameters.heartbeat = HEARTBEAT_SECONDS
    parameters.socket_timeout = 5
    parameters.stack_timeout = 10
    parameters.blocked_connection_timeout = 60
    parameters.connection_attempts = 1
    parameters.client_properties = {"connection_name": f"tandem {name}"}
    return parameters


def _close(connection: pika.SelectConnection) -> None:
    if connection.is_open:
        connection.close()
    elif not connection.is_closing:
        connection.ioloop.stop()
