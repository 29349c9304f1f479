"""The files of STATIC_DIR and PICTURES_DIR."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from service_kit.http.errors import install_error_handlers
from service_kit.http.middleware import ErrorMiddleware
from service_kit.http.static import static_router

SVG = "<svg xmlns='http://www.w3.org/2000/svg'/>"
NOT_FOUND = {"detail": "Not found."}


def client_of(folder: Path | None) -> httpx.AsyncClient:
    app = FastAPI(redirect_slashes=False)
    app.add_middleware(ErrorMiddleware)
    install_error_handlers(app)
    app.include_router(static_router("/static", folder, "STATIC_DIR"))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a picture, next to a private file."""
    (tmp_path / "secret.txt").write_text("hunter2")
    (tmp_path / "static-secret.txt").write_text("hunter2")
    static = tmp_path / "static"
    (static / "cupcake").mkdir(parents=True)
    (static / "cupcake" / "flag.svg").write_text(SVG)
    (static / "way-out").symlink_to(tmp_path / "secret.txt")
    return static


@pytest.fixture
async def client(folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A client for its files."""
    async with client_of(folder) as client:
        yield client


async def test_serves_a_picture_with_caching_and_security_headers(client: httpx.AsyncClient) -> None:
    answer = await client.get("/static/cupcake/flag.svg")
    assert (answer.status_code, answer.text) == (200, SVG)
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["cache-control"] == "public, max-age=3600"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"


async def test_head_returns_no_body(client: httpx.AsyncClient) -> None:
    whole, head = await client.get("/static/cupcake/flag.svg"), await client.head("/static/cupcake/flag.svg")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == whole.headers


async def test_a_cached_picture_is_not_sent_again(client: httpx.AsyncClient) -> None:
    etag = (await client.get("/static/cupcake/flag.svg")).headers["etag"]
    answer = await client.get("/static/cupcake/flag.svg", headers={"if-none-match": etag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["cache-control"] == "public, max-age=3600"


@pytest.mark.parametrize(
    "path",
    [
        "nothing.svg",
        "cupcake",
        "cupcake/",
        "",
        "cupcake/flag.svg/more",
        "%2e%2e/secret.txt",
        "..%2fsecret.txt",
        "cupcake/..%2f..%2fsecret.txt",
        "%2fetc%2fpasswd",
        "..%2fstatic-secret.txt",
        "way-out",
        "%00",
        "flag%00.svg",
        "%ff",
        "x" * 5000,
        "..%5csecret.txt",
    ],
)
async def test_other_paths_are_not_found(client: httpx.AsyncClient, path: str) -> None:
    for method in ("GET", "HEAD"):
        answer = await client.request(method, f"/static/{path}")
        assert answer.status_code == 404
    assert (await client.get(f"/static/{path}")).json() == NOT_FOUND


async def test_unreadable_files_are_not_found(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("starlette.staticfiles.os.stat", refuse)
    assert (await client.get("/static/cupcake/flag.svg")).status_code == 404


async def test_without_a_folder_everything_is_not_found(folder: Path) -> None:
    async with client_of(None) as client:
        answer = await client.get("/static/cupcake/flag.svg")
    assert (answer.status_code, answer.json()) == (404, NOT_FOUND)


async def test_product_pictures_are_served(folder: Path) -> None:
    app = FastAPI(redirect_slashes=False)
    app.include_router(static_router("/static", None, "STATIC_DIR"))
    app.include_router(static_router("/pictures", folder, "PICTURES_DIR"))
    install_error_handlers(app)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        whole = await client.get("/pictures/cupcake/flag.svg")
        assert (whole.status_code, whole.text, whole.headers["content-type"]) == (200, SVG, "image/svg+xml")
        assert (await client.head("/pictures/cupcake/flag.svg")).status_code == 200
        assert (await client.get("/static/cupcake/flag.svg")).status_code == 404


async def test_uploads_are_not_possible(client: httpx.AsyncClient) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert (await client.request(method, "/static/cupcake/flag.svg")).status_code == 405
