"""Builds the HTTP application of a service from its routers."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

from fastapi import APIRouter, Depends, FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from service_kit.events.transports.direct import events_router
from service_kit.http.cross_site import CrossSiteGuard
from service_kit.http.errors import install_error_handlers
from service_kit.http.methods import HeadAsGet
from service_kit.http.middleware import BodyLimit, ErrorMiddleware
from service_kit.http.operations import operations_router
from service_kit.http.origins import ALLOWED_HEADERS, LOOPBACK_ORIGIN
from service_kit.http.rights import Identify, route_guard
from service_kit.http.static import static_router
from service_kit.process.service import Service
from service_kit.rights import Rights

COMPRESSED_FROM_BYTES = 1024
"""Smaller responses fit into one packet anyway."""
COMPRESSION_LEVEL = 1
"""Level 9 saves 7 % more on a typical response, but takes three to four times as long."""


async def _nothing() -> None:
    """The default for `close`."""


def build_api(
    service: Service,
    routers: Sequence[APIRouter],
    *,
    title: str,
    description: str,
    rights: Rights,
    identify: Identify,
    carry_events: bool,
    close: Callable[[], Awaitable[None]] = _nothing,
) -> FastAPI:
    """Build the application. With `carry_events`, it also runs the service's relay and consumer.

    `rights` defines who may use each route, and `identify` returns the identity of a request. `close` is awaited
    at shutdown, to close resources of the routers.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        service.start(carry_events=carry_events)
        try:
            yield
        finally:
            await close()
            await service.peer.close()
            service.stop()

    app = FastAPI(
        title=title,
        description=description,
        version="1.0.0",
        lifespan=lifespan,
        dependencies=[Depends(route_guard(rights, identify))],
        redirect_slashes=False,
        docs_url=None,  # the page would load scripts from another host; the document is at /openapi.json
        redoc_url=None,
        openapi_url=None if service.settings.production else "/openapi.json",
    )
    app.add_middleware(BodyLimit, limit=service.settings.max_body_bytes)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=service.settings.cors_origins,
        allow_origin_regex=LOOPBACK_ORIGIN if service.settings.allows_loopback_origins else None,
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=ALLOWED_HEADERS,
        max_age=600,
    )
    app.add_middleware(
        CrossSiteGuard,
        allowed_origins=service.settings.cors_origins,
        allow_loopback=service.settings.allows_loopback_origins,
    )
    # Does not compress event streams, because each event must be sent immediately.
    app.add_middleware(GZipMiddleware, minimum_size=COMPRESSED_FROM_BYTES, compresslevel=COMPRESSION_LEVEL)
    app.add_middleware(HeadAsGet)
    app.add_middleware(ErrorMiddleware)
    install_error_handlers(app)
    settings = service.settings
    pictures = (
        static_router("/static", settings.static_dir, "STATIC_DIR"),
        static_router("/pictures", settings.pictures_dir, "PICTURES_DIR"),
    )
    for router in (*routers, operations_router(service), *pictures):
        app.include_router(router)
    if service.direct:
        secret = service.settings.events_secret.get_secret_value()
        app.include_router(events_router(service.receive, secret))
    return app
