"""Routes for operators: liveness, readiness and Prometheus metrics."""

import asyncio

import structlog
from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import DBAPIError

from service_kit.errors import Unavailable
from service_kit.http.errors import documented_errors
from service_kit.process import sync_status
from service_kit.process.service import Service
from service_kit.telemetry import DEAD_LETTERS, OUTBOX_PENDING

log = structlog.get_logger(__name__)


def operations_router(service: Service) -> APIRouter:
    """`/livez` needs nothing, `/readyz` the database, `/metrics` is Prometheus.

    A process whose transport is away serves all the same: what it commits waits in the outbox (decision 0021).
    """
    router = APIRouter(tags=["Operations"])

    @router.get("/livez", summary="Is the process alive?")
    async def livez() -> dict[str, str]:
        return {"status": "alive"}

    @router.get("/readyz", summary="Can it serve?", responses=documented_errors())
    async def readyz(response: Response) -> dict[str, bool]:
        checks = {"database": await _database_answers(service), "transport": sync_status.is_connected(service)}
        response.status_code = 200 if checks["database"] else 503
        if service.settings.instance_id:
            response.headers["X-Instance-Id"] = service.settings.instance_id
        return checks

    @router.get("/metrics", summary="Prometheus metrics", response_class=Response)
    async def metrics() -> Response:
        state = await service.database.aread(sync_status.read)
        OUTBOX_PENDING.labels(service.name).set(state.pending_events)
        DEAD_LETTERS.labels(service.name).set(state.dead_letters)
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router


async def _database_answers(service: Service) -> bool:
    try:
        async with asyncio.timeout(2):
            await service.database.aping()
    except (Unavailable, TimeoutError):
        return False
    except DBAPIError as error:  # the account is refused, or the tables are missing
        log.warning("database_not_ready", error=str(error.orig))
        return False
    return True
