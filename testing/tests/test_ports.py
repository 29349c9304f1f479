"""Tests of the port allocation."""

import socket

from testing.ports import free_port, is_listening


def test_ports_are_free_and_never_repeat() -> None:
    ports = [free_port() for _ in range(50)]
    assert len(set(ports)) == 50
    assert not any(is_listening(port) for port in ports)


def test_is_listening_detects_a_listener() -> None:
    with socket.create_server(("127.0.0.1", free_port())) as server:
        assert is_listening(server.getsockname()[1])


def test_the_kernel_does_not_give_these_ports_to_clients() -> None:
    with socket.create_server(("127.0.0.1", free_port())) as server:
        address = server.getsockname()
        with socket.create_connection(address) as client:
            assert client.getsockname()[1] not in range(20_000, 30_000)
