"""A TCP proxy that injects faults: latency, slow transfer, black hole, reset, cut, refusal and lost replies."""

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Coroutine
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeVar

from testing.ports import free_port

T = TypeVar("T")
_CHUNK = 65_536
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # SO_LINGER on, 0 seconds: close() sends RST instead of FIN


@dataclass(frozen=True)
class _Fault:
    latency: float = 0
    bytes_per_second: float | None = None
    black_hole: bool = False
    reset: bool = False
    lose_reply_to: bytes | None = None


class TcpProxy:
    """Listens on 127.0.0.1:`port` and forwards bytes to and from the upstream, on its own thread.

    Each fault method ends the previous fault, affects existing and new connections, and has taken effect when it
    returns. A chunk is the result of one read; a small write of a client arrives as one chunk.
    """

    def __init__(self, upstream_host: str, upstream_port: int) -> None:
        self.port = free_port()
        self.accepted = 0
        self.lost_replies = 0
        self.upstream = (upstream_host, upstream_port)
        self.fault = _Fault()
        self._writers: set[asyncio.StreamWriter] = set()
        self._listener: asyncio.Server | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=f"proxy-{self.port}", daemon=True)
        self._thread.start()
        self.pass_through()

    def pass_through(self) -> None:
        """Forward everything immediately. Connections that lost bytes in a black hole stay silent."""
        self._set(_Fault())

    def latency(self, seconds: float) -> None:
        """Delay every chunk in both directions, without reducing the throughput."""
        self._set(_Fault(latency=seconds))

    def trickle(self, bytes_per_second: float) -> None:
        """Forward bytes in small pieces at this rate in each direction."""
        self._set(_Fault(bytes_per_second=bytes_per_second))

    def black_hole(self) -> None:
        """Accept connections and drop what they send; it is never forwarded."""
        self._set(_Fault(black_hole=True))

    def reset(self) -> None:
        """Reset (RST) existing connections, and each new one when it is accepted."""
        self._set(_Fault(reset=True))
        self._call(self._abort_all(reset=True))

    def lose_reply_to(self, pattern: bytes) -> None:
        """Reset a connection when the upstream answers a chunk that contains `pattern`. The answer is lost.

        The upstream has processed the request, but the client cannot know. `lost_replies` counts these events.
        """
        self._set(_Fault(lose_reply_to=pattern))

    def cut(self) -> None:
        """Close (FIN) existing connections. The current fault stays active."""
        self._call(self._abort_all(reset=False))

    def refuse(self) -> None:
        """Stop listening, so that new connections are refused. Existing ones continue."""
        self._call(self._stop_listening())

    def close(self) -> None:
        """Close all connections and stop the proxy."""
        self._call(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _set(self, fault: _Fault) -> None:
        self._call(self._listen(fault))

    def _call(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)

    async def _listen(self, fault: _Fault) -> None:
        self.fault = fault
        if self._listener is None:
            self._listener = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def _stop_listening(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    async def _abort_all(self, *, reset: bool) -> None:
        for writer in list(self._writers):
            abort(writer, reset=reset)

    async def _end(self) -> None:
        await self._stop_listening()
        await self._abort_all(reset=False)
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        self._writers.add(writer)
        try:
            await self._join_upstream(reader, writer)
        except* OSError:
            abort(writer, reset=True)
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _join_upstream(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.fault.reset:
            raise ConnectionResetError
        if self.fault.black_hole:
            while await reader.read(_CHUNK):
                pass
            return
        upstream_reader, upstream_writer = await asyncio.open_connection(*self.upstream)
        self._writers.add(upstream_writer)
        link = _Link(self)
        try:
            async with asyncio.TaskGroup() as pumps:
                pumps.create_task(link.pump(reader, upstream_writer, from_client=True))
                pumps.create_task(link.pump(upstream_reader, writer, from_client=False))
        finally:
            self._writers.discard(upstream_writer)
            upstream_writer.close()


class _Link:
    """The connection of one client to the upstream."""

    def __init__(self, proxy: TcpProxy) -> None:
        self._proxy = proxy
        self._swallowed = False
        self._reply_is_due = False

    async def pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, from_client: bool) -> None:
        """Forward data from one side to the other until that side closes."""
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        clock = asyncio.get_running_loop().time
        async with asyncio.TaskGroup() as delivery:
            delivery.create_task(self._deliver(under_way, sink))
            while chunk := await source.read(_CHUNK):
                if self._passes(chunk, from_client=from_client):
                    under_way.put_nowait((clock() + self._proxy.fault.latency, chunk))
            under_way.put_nowait((clock(), b""))

    def _passes(self, chunk: bytes, *, from_client: bool) -> bool:
        fault = self._proxy.fault
        self._swallowed = self._swallowed or fault.black_hole
        if from_client:
            self._reply_is_due |= fault.lose_reply_to is not None and fault.lose_reply_to in chunk
        elif self._reply_is_due and fault.lose_reply_to is not None:
            self._proxy.lost_replies += 1
            raise ConnectionResetError
        return not self._swallowed

    async def _deliver(self, under_way: asyncio.Queue[tuple[float, bytes]], sink: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due, chunk = await under_way.get()
            await asyncio.sleep(due - loop.time())
            if not chunk:
                break
            await self._write(chunk, sink)
        if not self._swallowed:
            sink.write_eof()

    async def _write(self, chunk: bytes, sink: asyncio.StreamWriter) -> None:
        rate = self._proxy.fault.bytes_per_second
        step = len(chunk) if rate is None else max(1, int(rate / 20))
        for start in range(0, len(chunk), step):
            piece = chunk[start : start + step]
            if rate is not None:
                await asyncio.sleep(len(piece) / rate)
            sink.write(piece)
            await sink.drain()


def abort(writer: asyncio.StreamWriter, *, reset: bool) -> None:
    """Close a connection immediately with RST or FIN, dropping unsent data."""
    if reset:
        raw: socket.socket = writer.get_extra_info("socket")
        with contextlib.suppress(OSError):
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
    writer.transport.abort()
