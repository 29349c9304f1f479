"""The transport without a broker: the relay POSTs signed batches of CloudEvents to the peer's `/events`.

It uses the batched content mode of the CloudEvents HTTP binding
(https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/http-protocol-binding.md). The peer answers 2xx
when all events of the batch are settled, so a batch is confirmed as a whole.
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
    """Publishes to the peer at `url`. Events that it does not accept now stay in the outbox."""

    def __init__(self, url: str, secret: str, *, timeout: float = 10.0) -> None:
        self._secret = secret
        # Ignores proxy variables of the environment, but supports SSL_CERT_FILE (through the transport).
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
            except _PeerUnavailable as error:
                self._connected = False
                untried = frozenset(message.event_id for message in waiting)
                raise TransportUnavailable(str(error), untried=untried, refused=refused) from error
            waiting = waiting[len(chunk) :]
        self._connected = True
        return refused

    def on_connected(self, notify: Notify) -> None:
        """Never calls `notify`: only sending shows that the peer is reachable again."""

    def close(self) -> None:
        self._client.close()

    def _send(self, chunk: Sequence[Message]) -> dict[str, str]:
        answer = self._post(chunk)
        if answer.is_success:
            return {}
        if answer.status_code not in REFUSED:
            self._pause(answer)
            raise _PeerUnavailable(f"the peer answered {answer.status_code}")
        if len(chunk) == 1:
            return {chunk[0].event_id: f"the peer answered {answer.status_code}: {answer.text[:200]}"}
        refused: dict[str, str] = {}
        for message in chunk:
            refused |= self._send([message])
        return refused

    def _post(self, chunk: Sequence[Message]) -> httpx.Response:
        if time.monotonic() < self._not_before:
            raise _PeerUnavailable("the peer asked for a pause")
        body = b"[" + b",".join(message.body for message in chunk) + b"]"
        headers = sign(self._secret, chunk[0].event_id, body)
        try:
            return self._client.post(
                "/events", content=body, headers={**headers, "content-type": BATCH_CONTENT_TYPE}
            )
        except httpx.HTTPError as error:
            raise _PeerUnavailable(f"{type(error).__name__}: {error}") from error

    def _pause(self, answer: httpx.Response) -> None:
        after = answer.headers.get("retry-after", "")
        if after.isascii() and after.isdigit():
            self._not_before = time.monotonic() + min(float(after), MAX_RETRY_AFTER_SECONDS)


class _PeerUnavailable(Exception):
    """The peer accepted nothing of the chunk."""


def events_router(receive: Receive, secret: str) -> APIRouter:
    """The receiving side: `POST /events` with one signed CloudEvent or a batch."""
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
        raise ValueError(f"Content-Type must be {CONTENT_TYPE} or {BATCH_CONTENT_TYPE}.")
    document = orjson.loads(body)
    if kind == CONTENT_TYPE:
        return [Delivery(body)]
    if not isinstance(document, list):
        raise ValueError("A batch must be a JSON array of CloudEvents.")
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
