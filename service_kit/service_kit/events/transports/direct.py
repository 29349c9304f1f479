"""No broker: the relay POSTs batches of CloudEvents to the peer's `/events`, signed.

The HTTP binding of CloudEvents in batched content mode
(https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/http-protocol-binding.md). The peer answers
2xx once every event of the batch is safe, so a batch is confirmed as a whole.
"""

import time
from collections.abc import Iterator, Mapping, Sequence

import httpx
import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from service_kit.events.consumer import Delivery
from service_kit.events.event import BATCH_CONTENT_TYPE, CONTENT_TYPE
from service_kit.events.transports.base import Message, Notify, Receive, TransportUnavailable
from service_kit.events.transports.signature import BadSignature, sign, verify

CHUNK_BYTES = 524_288
MAX_RETRY_AFTER_SECONDS = 300.0
REFUSED = frozenset({400, 413, 422})


class DirectPublisher:
    """Sends to the peer at `url`; events that it cannot take now stay in the outbox."""

    def __init__(self, url: str, secret: str, *, timeout: float = 10.0) -> None:
        self._secret = secret
        # Proxy variables of the environment do not apply between the services; SSL_CERT_FILE does (transport).
        self._client = httpx.Client(
            base_url=url,
            timeout=httpx.Timeout(timeout, connect=2.0),
            transport=httpx.HTTPTransport(),
            trust_env=False,
        )
        self._connected = True
        self._not_before = 0.0

    @property
    def connected(self) -> bool:
        return self._connected

    def publish(self, messages: Sequence[Message]) -> Mapping[str, str]:
        refused: dict[str, str] = {}
        waiting = list(messages)
        for chunk in list(_chunks(messages)):
            try:
                refused |= self._send(chunk)
            except _PeerAway as error:
                self._connected = False
                untried = frozenset(message.event_id for message in waiting)
                raise TransportUnavailable(str(error), untried=untried, refused=refused) from error
            waiting = waiting[len(chunk) :]
        self._connected = True
        return refused

    def on_connected(self, notify: Notify) -> None:
        """Never: that the peer is back is found out by sending."""

    def close(self) -> None:
        self._client.close()

    def _send(self, chunk: Sequence[Message]) -> dict[str, str]:
        answer = self._post(chunk)
        if answer.is_success:
            return {}
        if answer.status_code not in REFUSED:
            self._hold_back(answer)
            raise _PeerAway(f"the peer answered {answer.status_code}")
        if len(chunk) == 1:
            return {chunk[0].event_id: f"the peer answered {answer.status_code}: {answer.text[:200]}"}
        refused: dict[str, str] = {}
        for message in chunk:
            refused |= self._send([message])
        return refused

    def _post(self, chunk: Sequence[Message]) -> httpx.Response:
        if time.monotonic() < self._not_before:
            raise _PeerAway("the peer asked for a pause")
        body = b"[" + b",".join(message.body for message in chunk) + b"]"
        headers = sign(self._secret, chunk[0].event_id, body)
        try:
            return self._client.post(
                "/events", content=body, headers={**headers, "content-type": BATCH_CONTENT_TYPE}
            )
        except httpx.HTTPError as error:
            raise _PeerAway(f"{type(error).__name__}: {error}") from error

    def _hold_back(self, answer: httpx.Response) -> None:
        after = answer.headers.get("retry-after", "")
        if after.isascii() and after.isdigit():
            self._not_before = time.monotonic() + min(float(after), MAX_RETRY_AFTER_SECONDS)


class _PeerAway(Exception):
    """The peer took nothing of the chunk."""


def events_router(receive: Receive, secret: str) -> APIRouter:
    """The receiving side: `POST /events` for one CloudEvent or a batch, with a valid signature."""
    router = APIRouter(include_in_schema=False)

    @router.post("/events")
    async def post_events(request: Request) -> Response:
        body = await request.body()
        try:
            verify(secret, request.headers, body)
        except BadSignature as error:
            return JSONResponse({"detail": str(error)}, status_code=401)
        try:
            deliveries = _deliveries(request.headers.get("content-type", ""), body)
        except ValueError as error:
            return JSONResponse({"detail": str(error)}, status_code=400)
        await run_in_threadpool(receive, deliveries)
        return Response(status_code=204)

    return router


def _deliveries(content_type: str, body: bytes) -> list[Delivery]:
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in {CONTENT_TYPE, BATCH_CONTENT_TYPE}:
        raise ValueError(f"content-type must be {CONTENT_TYPE} or {BATCH_CONTENT_TYPE}")
    document = orjson.loads(body)
    if kind == CONTENT_TYPE:
        return [Delivery(body)]
    if not isinstance(document, list):
        raise ValueError("a batch is a JSON array of CloudEvents")
    return [Delivery(orjson.dumps(item)) for item in document]


def _chunks(messages: Sequence[Message]) -> Iterator[list[Message]]:
    chunk: list[Message] = []
    size = 0
    for message in messages:
        if chunk and size + len(message.body) > CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
        chunk.append(message)
        size += len(message.body)
    if chunk:
        yield chunk
