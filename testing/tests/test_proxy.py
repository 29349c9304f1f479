"""Tests of the proxy: each fault has its documented effect and ends as documented."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import pika
import pytest
from pika.exceptions import AMQPError
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from testing.ports import free_port
from testing.proxy import TcpProxy
from testing.servers import AnyMariaDB, AnyRabbitMQ
from testing.waiting import eventually

COMMIT = b"\x03COMMIT"  # the command byte sets it apart from the client's "SET AUTOCOMMIT = 0"


class EchoServer:
    """Echoes what it receives, and stores it."""

    def __init__(self) -> None:
        self.received = b""
        self.hung_up = 0
        self._listener = socket.create_server(("127.0.0.1", free_port()))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=self._echo, args=(self._listener.accept()[0],), daemon=True).start()

    def _echo(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            while data := connection.recv(65_536):
                self.received += data
                connection.sendall(data)
        self.hung_up += 1


@pytest.fixture
def echo() -> Iterator[EchoServer]:
    server = EchoServer()
    yield server
    server.close()


@pytest.fixture
def proxy(echo: EchoServer) -> Iterator[TcpProxy]:
    with TcpProxy("127.0.0.1", echo.port) as proxy:
        yield proxy


def connect(proxy: TcpProxy, timeout: float = 5) -> socket.socket:
    return socket.create_connection(("127.0.0.1", proxy.port), timeout=timeout)


def exchange(connection: socket.socket, data: bytes) -> bytes:
    connection.sendall(data)
    return receive(connection, len(data))


def receive(connection: socket.socket, size: int) -> bytes:
    answer = b""
    while len(answer) < size:
        piece = connection.recv(size - len(answer))
        assert piece, f"closed after {len(answer)} of {size} bytes"
        answer += piece
    return answer


def test_passes_everything_in_order_both_ways(proxy: TcpProxy) -> None:
    data = bytes(range(256)) * 20_000
    with connect(proxy) as client:
        sender = threading.Thread(target=client.sendall, args=(data,))
        sender.start()
        assert receive(client, len(data)) == data
        sender.join()


def test_passes_the_end_of_a_conversation_on_and_the_answer_that_follows_it(proxy: TcpProxy) -> None:
    with connect(proxy) as client:
        client.sendall(b"last words")
        client.shutdown(socket.SHUT_WR)
        assert receive(client, 10) == b"last words"
        assert client.recv(1) == b""


def test_latency_delays_both_directions_without_slowing_the_flow(proxy: TcpProxy) -> None:
    with connect(proxy) as client:
        proxy.latency(0.2)
        started = time.monotonic()
        for _ in range(10):
            client.sendall(b"tick")
            time.sleep(0.02)
        receive(client, 40)
        elapsed = time.monotonic() - started
        assert 0.4 <= elapsed < 3, "ten chunks one after the other would take four seconds"
        proxy.pass_through()
        started = time.monotonic()
        assert exchange(client, b"now") == b"now"
        assert time.monotonic() - started < 0.4


def test_a_trickle_passes_all_bytes_slowly(proxy: TcpProxy) -> None:
    with connect(proxy) as client:
        proxy.trickle(bytes_per_second=2_000)
        started = time.monotonic()
        assert exchange(client, b"x" * 1_000) == b"x" * 1_000
        assert time.monotonic() - started >= 0.5


def test_a_black_hole_accepts_and_never_answers(proxy: TcpProxy, echo: EchoServer) -> None:
    with connect(proxy) as before:
        assert exchange(before, b"hello") == b"hello"
        proxy.black_hole()
        with connect(proxy) as after:
            for client in (before, after):
                client.settimeout(0.3)
                client.sendall(b"anybody?")
                with pytest.raises(TimeoutError):
                    client.recv(1)
        assert echo.received == b"hello"


def test_data_sent_into_a_black_hole_is_never_forwarded(proxy: TcpProxy, echo: EchoServer) -> None:
    with connect(proxy, timeout=0.3) as client, connect(proxy) as untouched:
        assert exchange(untouched, b"1") == b"1"
        proxy.black_hole()
        client.sendall(b"lost")
        with pytest.raises(TimeoutError):
            client.recv(1)
        proxy.pass_through()
        client.sendall(b"torn")
        with pytest.raises(TimeoutError):
            client.recv(1)
        assert exchange(untouched, b"2") == b"2", "a connection that was silent meanwhile has lost nothing"
        assert echo.received == b"12"


def test_reset_ends_connections_that_exist_and_every_new_one(proxy: TcpProxy) -> None:
    with connect(proxy) as before:
        assert exchange(before, b"hello") == b"hello"
        proxy.reset()
        with pytest.raises(ConnectionResetError):
            before.recv(1)
        with pytest.raises(ConnectionResetError), connect(proxy) as after:
            after.sendall(b"hello?")
            after.recv(1)
    proxy.pass_through()
    with connect(proxy) as again:
        assert exchange(again, b"back") == b"back"


def test_cut_ends_connections_that_exist_on_both_sides_and_lets_new_ones_in(
    proxy: TcpProxy, echo: EchoServer
) -> None:
    with connect(proxy) as before:
        assert exchange(before, b"hello") == b"hello"
        proxy.cut()
        assert before.recv(1) == b""

        def upstream_knows() -> None:
            assert echo.hung_up == 1

        eventually(upstream_knows)
    with connect(proxy) as after:
        assert exchange(after, b"back") == b"back"


def test_refuse_keeps_new_clients_out_until_it_ends(proxy: TcpProxy) -> None:
    with connect(proxy) as before:
        assert exchange(before, b"hello") == b"hello"
        proxy.refuse()
        with pytest.raises(ConnectionRefusedError):
            connect(proxy)
        assert exchange(before, b"still here") == b"still here"
    proxy.pass_through()
    with connect(proxy) as again:
        assert exchange(again, b"back") == b"back"


def test_a_lost_reply_means_that_the_upstream_has_done_it_and_the_client_cannot_know(
    proxy: TcpProxy, echo: EchoServer
) -> None:
    proxy.lose_reply_to(b"COMMIT")
    with connect(proxy) as client:
        assert exchange(client, b"BEGIN") == b"BEGIN"
        client.sendall(b"COMMIT")
        with pytest.raises(ConnectionResetError):
            client.recv(1)
    assert echo.received == b"BEGINCOMMIT"
    assert proxy.lost_replies == 1


def test_an_upstream_that_is_down_resets_the_client(proxy: TcpProxy, echo: EchoServer) -> None:
    echo.close()
    with pytest.raises(ConnectionResetError), connect(proxy) as client:
        client.recv(1)


def test_mariadb_commits_though_the_answer_is_lost(mariadb: AnyMariaDB, mariadb_url: str) -> None:
    url = make_url(mariadb_url)
    direct = create_engine(url, poolclass=NullPool)
    with direct.begin() as connection:
        connection.execute(text("CREATE TABLE note (body VARCHAR(10)) ENGINE=InnoDB"))
    with TcpProxy(url.host or "", url.port or 3306) as proxy:
        proxy.lose_reply_to(COMMIT)
        proxied = create_engine(url.set(host="127.0.0.1", port=proxy.port), poolclass=NullPool)
        with pytest.raises(OperationalError, match="Lost connection"), proxied.begin() as connection:
            connection.execute(text("INSERT INTO note VALUES ('done')"))
        assert proxy.lost_replies == 1
    with direct.connect() as connection:
        assert connection.execute(text("SELECT body FROM note")).scalars().all() == ["done"]


def test_rabbitmq_keeps_a_message_though_its_confirm_is_lost(rabbitmq: AnyRabbitMQ, amqp_url: str) -> None:
    parameters = pika.URLParameters(amqp_url)
    with TcpProxy(parameters.host, parameters.port) as proxy:
        parameters.port = proxy.port
        channel = pika.BlockingConnection(parameters).channel()
        channel.confirm_delivery()
        channel.queue_declare("confirms")
        proxy.lose_reply_to(b"the message")
        with pytest.raises(AMQPError):
            channel.basic_publish("", "confirms", b"the message", mandatory=True)
        assert proxy.lost_replies == 1
    direct = pika.BlockingConnection(pika.URLParameters(amqp_url)).channel()
    assert direct.basic_get("confirms", auto_ack=True)[2] == b"the message"
    direct.queue_delete("confirms")
