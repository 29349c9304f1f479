"""Logs, metrics and trace context.

Logs are written with structlog, one JSON object per line (`LOG_FORMAT=console` for development). Metrics use
Prometheus. Traces use OpenTelemetry through FastAPI's instrumentation: set `FASTAPI_OTEL_AUTO_CONFIGURE=true` and
`OTEL_EXPORTER_OTLP_ENDPOINT` to export them.
"""

import logging
import secrets
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

import structlog
from opentelemetry import trace
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from prometheus_client import Counter, Gauge, Histogram

_propagator = TraceContextTextMapPropagator()
_tracer = trace.get_tracer("service_kit")

EVENTS_PUBLISHED = Counter("tandem_events_published_total", "Events confirmed by the transport.", ["service"])
PUBLISH_FAILURES = Counter("tandem_publish_failures_total", "Events rejected by the transport.", ["service"])
EVENTS_APPLIED = Counter("tandem_events_applied_total", "Events applied for the first time.", ["service"])
EVENTS_REPEATED = Counter("tandem_events_repeated_total", "Events seen before and skipped.", ["service"])
EVENTS_FAILED = Counter("tandem_events_failed_total", "Failed events that will be retried.", ["service"])
EVENTS_PARKED = Counter("tandem_events_parked_total", "Events parked as dead letters.", ["service"])
EVENT_LAG = Histogram(
    "tandem_event_lag_seconds",
    "Time from an event's creation to its application.",
    ["service"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300),
)
OUTBOX_PENDING = Gauge("tandem_outbox_pending", "Events committed and not yet published.", ["service"])
DEAD_LETTERS = Gauge("tandem_dead_letters", "Failed events that need an operator.", ["service"])

LIVE_STREAMS = Gauge("tandem_live_streams", "Open streams.", ["service", "transport"])
LIVE_MESSAGES = Counter("tandem_live_messages_total", "Results sent over streams.", ["service", "transport"])
LIVE_STALLED = Gauge("tandem_live_stalled", "Subscriptions that are stalled now.", ["service"])
LIVE_STALLS = Counter("tandem_live_stalls_total", "Subscriptions that stalled.", ["service"])
LIVE_MISSED = Counter(
    "tandem_live_missed_total", "Changes found by a recheck that were not published.", ["service"]
)


def current_traceparent() -> str:
    """Return the active span as a W3C `traceparent`, or a new one if nothing is traced."""
    carrier: dict[str, str] = {}
    _propagator.inject(carrier)
    return carrier.get("traceparent") or f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-00"


@contextmanager
def consuming(event_type: str, traceparent: str | None) -> Iterator[None]:
    """Continue the producer's trace while an event is handled."""
    context = _propagator.extract({"traceparent": traceparent} if traceparent else {})
    with _tracer.start_as_current_span(f"consume {event_type}", context, kind=trace.SpanKind.CONSUMER):
        yield


def configure_logging(service: str, *, level: str, json: bool) -> None:
    """Write the log records of this process and its libraries through structlog to standard output."""

    def add_service(_: object, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        entry["service"] = service
        return entry

    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_service,
    ]
    # Tracebacks have no local variables, because those may contain a password.
    final: list[structlog.typing.Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if json
        else [
            structlog.dev.ConsoleRenderer(
                colors=sys.stdout.isatty(), exception_formatter=structlog.dev.plain_traceback
            )
        ]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *final],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    # pika logs each lost connection several times; our own loop logs it once.
    logging.getLogger("pika").setLevel(logging.CRITICAL)
    for chatty in ("httpx", "httpcore", "alembic.runtime.plugins"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
