"""A small HTTP/1.1 load generator: each connection sends its next request after it has received a response."""

import asyncio
import sys
import time
from urllib.parse import urlsplit

import orjson


async def requests_per_second(url: str, query: str, *, connections: int, seconds: float) -> float:
    """POST `query` to a GraphQL endpoint for `seconds`; returns the number of responses per second.

    Raises RuntimeError for a response that is not 200 or has errors.
    """
    address = urlsplit(url)
    body = orjson.dumps({"query": query})
    head = (
        f"POST {address.path} HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    request, deadline = head.encode() + body, time.perf_counter() + seconds
    work = (_connection(address.hostname or "", address.port or 80, request, deadline) for _ in range(connections))
    return sum(await asyncio.gather(*work)) / seconds


async def _connection(host: str, port: int, request: bytes, deadline: float) -> int:
    reader, writer = await asyncio.open_connection(host, port)
    answered = 0
    try:
        while time.perf_counter() < deadline:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            body = await reader.readexactly(length)
            if b" 200 " not in head[:16] or b'"errors"' in body[:10]:
                raise RuntimeError(f"{head[:40]!r} {body[:200]!r}")
            answered += 1
    finally:
        writer.close()
    return answered


if __name__ == "__main__":
    rate = asyncio.run(requests_per_second(sys.argv[1], sys.argv[2], connections=16, seconds=float(sys.argv[3])))
    print(rate)
