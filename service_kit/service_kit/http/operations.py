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
    """Create the routes. `/livez` checks nothing, `/readyz` the database; `/metrics` is for Prometheus.

    A process without a transport connection is ready, because its events wait in the outbox (decision 0021).
    """
    router = APIRouter(tags=["Operations"])

    @router.get("/livez", summary="Is the process alive?")
    async def livez() -> dict[str, str]:
        return {"status": "alive"}

    @router.get("/readyz", summary="Is the service ready?", responses=documented_errors())
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
    except DBAPIError as error:  # for example: access denied, or missing tables
        log.warning("database_not_ready", error=str(error.orig))
        return False
    return True
