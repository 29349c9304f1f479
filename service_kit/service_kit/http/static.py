"""Static files for clients that expect pictures on the service itself: `/static/…` and `/pictures/…`."""

from pathlib import Path as Folder
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from service_kit.errors import NotFound
from service_kit.http.errors import documented_errors

FilePath = Annotated[str, Path(pattern=r"^[A-Za-z0-9._/-]+$", max_length=200)]
HEADERS = {
    "Cache-Control": "public, max-age=3600",
    "X-Content-Type-Options": "nosniff",
    # A picture opened directly is a document: this policy prevents scripts and external resources.
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


def static_router(prefix: str, folder: Folder | None, setting: str) -> APIRouter:
    """Serve `<prefix>/…` from `folder`, which `setting` configures. Without a folder, all files are 404."""
    path_template = f"{prefix}/{{path:path}}"
    router = APIRouter(tags=["Pictures"])
    files = None if folder is None else StaticFiles(directory=folder)

    async def read_file(path: FilePath, request: Request) -> Response:
        if files is None:
            raise NotFound
        try:
            response = await files.get_response(path, request.scope)
        except HTTPException:  # includes 401 for unreadable files
            raise NotFound from None
        response.headers.update(HEADERS)
        return response

    router.add_api_route(
        path_template,
        read_file,
        methods=["GET"],
        summary=f"A picture from the folder configured by {setting}",
        response_class=Response,
        responses=documented_errors(404),
    )
    router.add_api_route(path_template, read_file, methods=["HEAD"], include_in_schema=False)
    return router
