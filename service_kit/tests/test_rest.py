"""REST routes: request bodies and error responses."""

import gzip
from collections.abc import AsyncIterator
from typing import Annotated, Any

import httpx
import pytest
from fastapi import Depends, FastAPI, Path
from fastapi.responses import StreamingResponse
from service_kit.db.database import DatabaseUnavailable
from service_kit.errors import Forbidden, InvalidInput, NotFound, ServiceError, Unauthenticated
from service_kit.fields import MAX_ID
from service_kit.http.bodies import MAX_FIELDS, body_fields
from service_kit.http.errors import install_error_handlers
from service_kit.http.methods import HeadAsGet
from service_kit.http.middleware import BodyLimit, ErrorMiddleware
from starlette.requests import ClientDisconnect
from structlog.testing import capture_logs

FORM = "application/x-www-form-urlencoded"
LIMIT = 10_000
ERRORS: dict[str, Exception] = {
    "invalid": InvalidInput({"title": ["This field is required."]}),
    "missing": NotFound("Product not found."),
    "forbidden": Forbidden("Not yours."),
    "unknown": Unauthenticated("Sign in first."),
    "gone": ClientDisconnect(),
    "away": DatabaseUnavailable(),
    "conflict": ServiceError("Used before."),
    "unexpected": RuntimeError("the password is hunter2"),
}


def make_app() -> FastAPI:
    app = FastAPI(redirect_slashes=False)
    app.add_middleware(BodyLimit, limit=LIMIT)
    app.add_middleware(HeadAsGet)
    app.add_middleware(ErrorMiddleware)
    install_error_handlers(app)

    @app.post("/echo")
    async def echo(fields: Annotated[dict[str, object], Depends(body_fields)]) -> dict[str, object]:
        return fields

    @app.get("/things/{id}")
    async def thing(id: Annotated[int, Path(ge=1, le=MAX_ID)], size: int = 1) -> dict[str, int]:
        return {"id": id, "size": size}

    @app.delete("/things/{id}")
    async def remove(id: int) -> None:
        """A route that does nothing."""

    @app.get("/raise/{name}")
    async def fail(name: str) -> None:
        raise ERRORS[name]

    @app.get("/half")
    async def half() -> StreamingResponse:
        def body() -> Any:
            yield b"half of "
            raise RuntimeError("the password is hunter2")

        return StreamingResponse(body())

    return app


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(make_app(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://tests") as client:
        yield client


async def post(client: httpx.AsyncClient, body: bytes, kind: str | None) -> httpx.Response:
    headers = {} if kind is None else {"content-type": kind}
    return await client.post("/echo", content=body, headers=headers)


@pytest.mark.parametrize(
    "kind", [None, "application/json", "APPLICATION/JSON; charset=utf-8", "application/merge-patch+json"]
)
async def test_a_json_object_gives_its_fields(client: httpx.AsyncClient, kind: str | None) -> None:
    answer = await post(client, b'{"title": "P\xc3\xa2t\xc3\xa9", "likes": 1, "tags": [null]}', kind)
    assert answer.json() == {"title": "Pâté", "likes": 1, "tags": [None]}


@pytest.mark.parametrize(("body", "kind"), [(b"", None), (b"", "application/json"), (b"", FORM), (b" \n", None)])
async def test_an_empty_body_has_no_fields(client: httpx.AsyncClient, body: bytes, kind: str | None) -> None:
    assert (await post(client, body, kind)).json() == {}


async def test_an_html_form_gives_its_fields_as_text(client: httpx.AsyncClient) -> None:
    answer = await post(client, b"title=P%C3%A2t%C3%A9+%26+more&likes=1&empty=&title=last", FORM)
    assert answer.json() == {"title": "last", "likes": "1", "empty": ""}


async def test_a_form_in_bare_utf_8_is_read(client: httpx.AsyncClient) -> None:
    assert (await post(client, "title=Pâté".encode(), FORM)).json() == {"title": "Pâté"}


async def test_a_multipart_form_gives_its_fields_as_text(client: httpx.AsyncClient) -> None:
    answer = await client.post("/echo", files={"title": (None, "Pâté"), "likes": (None, "1")})
    assert answer.json() == {"title": "Pâté", "likes": "1"}


async def test_files_are_not_accepted(client: httpx.AsyncClient) -> None:
    answer = await client.post("/echo", files={"image": ("cake.png", b"\x89PNG")})
    assert (answer.status_code, list(answer.json())) == (400, ["detail"])


@pytest.mark.parametrize("body", [b"{", b"nonsense", b"\xff", b'{"a": NaN}', b"[" * 3000, b'"\\ud800"'])
async def test_invalid_json_is_reported(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await post(client, body, "application/json")
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("JSON parse error: ")


@pytest.mark.parametrize("body", [b"[]", b"null", b"1", b'"text"', b"true"])
async def test_json_that_is_not_an_object_is_refused(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await post(client, body, "application/json")
    assert (answer.status_code, answer.json()) == (400, {"detail": "The body must be a JSON object."})


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "image/png", "json"])
async def test_other_media_types_are_refused(client: httpx.AsyncClient, kind: str) -> None:
    answer = await post(client, b"<title/>", kind)
    assert answer.status_code == 415
    assert f'"{kind}"' in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"title=%ff", FORM),
        (b"title=\xff", FORM),
        ("&".join(f"f{number}=1" for number in range(MAX_FIELDS + 1)).encode(), FORM),
        (b"nonsense", "multipart/form-data; boundary=x"),
        (b"nonsense", "multipart/form-data"),
    ],
)
async def test_an_invalid_form_is_a_client_error(client: httpx.AsyncClient, body: bytes, kind: str) -> None:
    answer = await post(client, body, kind)
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("The form cannot be read")


@pytest.mark.parametrize("kind", ["application/json", FORM, "multipart/form-data; boundary=x", "text/plain"])
async def test_a_body_over_the_limit_is_not_read(client: httpx.AsyncClient, kind: str) -> None:
    answer = await post(client, b"a" * (LIMIT + 1), kind)
    assert (answer.status_code, list(answer.json())) == (413, ["detail"])


async def test_a_body_of_the_limit_is_read(client: httpx.AsyncClient) -> None:
    body = b'{"a": "' + b"x" * (LIMIT - 9) + b'"}'
    assert len(body) == LIMIT
    assert (await post(client, body, "application/json")).status_code == 200


async def test_a_chunked_body_is_rejected_at_the_limit(client: httpx.AsyncClient) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"a" * 1000

    answer = await client.post("/echo", content=pieces())
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("name", "status", "body"),
    [
        ("invalid", 400, {"title": ["This field is required."]}),
        ("missing", 404, {"detail": "Product not found."}),
        ("forbidden", 403, {"detail": "Not yours."}),
        ("unknown", 401, {"detail": "Sign in first."}),
        ("away", 503, {"detail": "The database is unavailable. Try again in a moment."}),
        ("conflict", 400, {"detail": "Used before."}),
    ],
)
async def test_each_service_error_has_its_response(
    client: httpx.AsyncClient, name: str, status: int, body: dict[str, Any]
) -> None:
    answer = await client.get(f"/raise/{name}")
    assert (answer.status_code, answer.json()) == (status, body)


async def test_an_outage_has_a_retry_after_header(client: httpx.AsyncClient) -> None:
    assert (await client.get("/raise/away")).headers["retry-after"] == "1"
    assert "retry-after" not in (await client.get("/raise/missing")).headers


async def test_an_unauthenticated_request_gets_a_challenge(client: httpx.AsyncClient) -> None:
    assert (await client.get("/raise/unknown")).headers["www-authenticate"] == "Bearer"


async def test_a_disconnected_client_is_not_an_error(client: httpx.AsyncClient) -> None:
    # httpx raises here because the client has disconnected and there is no response.
    with capture_logs() as logs, pytest.raises(AssertionError):
        await client.get("/raise/gone")
    assert [(entry["event"], entry["log_level"]) for entry in logs] == [("client_disconnected", "info")]


async def test_an_unexpected_error_is_masked_and_logged_under_its_id(client: httpx.AsyncClient) -> None:
    with capture_logs() as logs:
        answer = await client.get("/raise/unexpected")
    assert answer.status_code == 500
    assert answer.json() == {"detail": "Internal server error.", "id": logs[0]["id"]}
    assert (logs[0]["event"], logs[0]["method"], logs[0]["path"]) == (
        "unexpected_error",
        "GET",
        "/raise/unexpected",
    )
    assert str(logs[0]["exc_info"]) == "the password is hunter2"
    assert len(logs) == 1


async def test_an_error_after_the_answer_has_begun_ends_it_and_is_logged(client: httpx.AsyncClient) -> None:
    with capture_logs() as logs:
        answer = await client.get("/half")
    assert "hunter2" not in answer.text
    assert [entry["event"] for entry in logs] == ["unexpected_error"]


@pytest.mark.parametrize("path", ["/things/1", "/things/1/", "/things/1//"])
async def test_a_trailing_slash_is_optional(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).json() == {"id": 1, "size": 1}
    assert (await client.get(path, params={"size": 3})).json() == {"id": 1, "size": 3}


@pytest.mark.parametrize("path", ["/", "//", "/nothing", "/things", "/things/x", "/things/0", f"/things/{2**31}"])
async def test_an_invalid_path_is_not_found(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not found."})


async def test_a_bad_parameter_is_named(client: httpx.AsyncClient) -> None:
    answer = await client.get("/things/1", params={"size": "big"})
    assert (answer.status_code, list(answer.json())) == (400, ["size"])


async def test_an_unsupported_method_lists_the_supported_ones(client: httpx.AsyncClient) -> None:
    answer = await client.put("/things/1")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, DELETE")
    assert list(answer.json()) == ["detail"]


@pytest.mark.parametrize("path", ["/things/1", "/things/1/", "/things/x"])
async def test_head_is_answered_as_get_without_the_body(client: httpx.AsyncClient, path: str) -> None:
    get, head = await client.get(path), await client.head(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert head.headers == get.headers


async def test_head_is_not_supported_without_get(client: httpx.AsyncClient) -> None:
    answer = await client.head("/echo")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize("kind", ["application/json", FORM, "multipart/form-data; boundary=x"])
async def test_a_compressed_body_is_refused_by_name(client: httpx.AsyncClient, kind: str) -> None:
    headers = {"content-type": kind, "content-encoding": "gzip"}
    answer = await client.post("/echo", content=gzip.compress(b'{"title": "x"}'), headers=headers)
    assert (answer.status_code, answer.headers["accept-encoding"]) == (415, "identity")
    assert answer.json() == {"detail": 'The body is compressed ("gzip"). Send it without Content-Encoding.'}
    plain = await client.post("/echo", content=b"{}", headers={"content-encoding": "identity"})
    assert plain.status_code == 200
