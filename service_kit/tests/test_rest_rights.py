"""Rights on REST routes."""

from collections.abc import Callable
from typing import Annotated

import httpx
import pytest
from fastapi import Body, Depends, FastAPI, Request
from pydantic import BaseModel
from service_kit.errors import Unavailable
from service_kit.http.errors import install_error_handlers
from service_kit.http.input import Input
from service_kit.http.middleware import ErrorMiddleware
from service_kit.http.rights import identity_of, route_guard
from service_kit.identity import COOKIE, Caller, Identity, Role, digest_of
from service_kit.rights import Need, Right, Rights
from structlog.testing import capture_logs

from testing.api import bearer
from testing.tokens import token_of

TOKENS = {role: token_of(role) for role in Role}
AWAY = token_of("away")
RIGHTS = Rights(
    Right("read", Need.EVERYONE, routes=("GET /open",)),
    Right("visit", Need.VISITOR, routes=("POST /visit",)),
    Right(
        "change",
        Need.STAFF,
        routes=("PUT /things/{thing_id}",),
        anonymous_routes=("POST /things",),
        token_routes=("DELETE /things/{thing_id}", "PATCH /things/{thing_id}"),
    ),
)
STRANGER = {"detail": "Sign in first."}
ENDED = {"detail": "Your session has ended. Sign in again."}


class Change(BaseModel):
    """The fields of `PATCH /things/{thing_id}`."""

    name: str


async def recognise(token: str) -> Caller | None:
    if token == AWAY:
        raise Unavailable("The accounts are away.")
    return next((Caller(1, role, digest_of(token)) for role, known in TOKENS.items() if known == token), None)


def client_of(*, visitors: bool, recognise: Callable[..., object] = recognise) -> httpx.AsyncClient:
    """A client of an application. Its route `/forgotten` has no right. Routes return the caller's role."""

    def identify(request: Request) -> Identity:
        return Identity(request, recognise, serves_visitors=visitors)  # type: ignore[arg-type]

    app = FastAPI(dependencies=[Depends(route_guard(RIGHTS, identify))], redirect_slashes=False)
    app.add_middleware(ErrorMiddleware)
    install_error_handlers(app)

    async def done(request: Request) -> str:
        caller = identity_of(request).now
        return caller.role if caller else "nobody"

    async def read(thing: Annotated[dict[str, int], Body()]) -> str:
        return f"read {thing}"

    async def change(change: Annotated[Change, Depends(Input(Change))]) -> str:
        return f"changed to {change.name}"

    routes = ["GET /open", "POST /visit", "PUT /things/{thing_id}", "DELETE /things/{thing_id}", "POST /forgotten"]
    for method, path in (route.split(" ") for route in [*routes, "GET /forgotten"]):
        app.add_api_route(path, done, methods=[method])
    app.add_api_route("/things", read, methods=["POST"])
    app.add_api_route("/things/{thing_id}", change, methods=["PATCH"])
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://s")


@pytest.mark.parametrize("visitors", [True, False])
@pytest.mark.parametrize("headers", [{}, bearer("garbage"), bearer(AWAY), bearer(TOKENS[Role.CUSTOMER])], ids=str)
async def test_public_routes_do_not_look_up_the_session(visitors: bool, headers: dict[str, str]) -> None:
    async with client_of(visitors=visitors) as client:
        answer = await client.get("/open", headers=headers)
    assert (answer.status_code, answer.json()) == (200, "nobody")


@pytest.mark.parametrize(
    ("headers", "status", "body"),
    [
        ({}, 401, STRANGER),
        (bearer(token_of("nobody")), 401, ENDED),
        ({"authorization": "Basic YWRhOmFkYQ=="}, 401, ENDED),
        ({"cookie": f"{COOKIE}={token_of('nobody')}"}, 401, ENDED),
        (bearer(TOKENS[Role.CUSTOMER]), 403, {"detail": "Only staff may do this."}),
        (bearer(TOKENS[Role.STAFF]), 200, "STAFF"),
        (bearer(TOKENS[Role.ADMIN]), 200, "ADMIN"),
        ({"authorization": TOKENS[Role.STAFF]}, 200, "STAFF"),
        ({"cookie": f"{COOKIE}={TOKENS[Role.STAFF]}"}, 200, "STAFF"),
        (bearer(AWAY), 503, {"detail": "The accounts are away."}),
    ],
    ids=str,
)
@pytest.mark.parametrize("visitors", [True, False])
async def test_a_route_is_served_to_permitted_callers(
    headers: dict[str, str], status: int, body: object, visitors: bool
) -> None:
    async with client_of(visitors=visitors) as client:
        answer = await client.put("/things/1", headers=headers)
    assert (answer.status_code, answer.json()) == (status, body)


@pytest.mark.parametrize("headers", [{}, bearer("garbage"), bearer(TOKENS[Role.CUSTOMER])], ids=str)
async def test_anonymous_routes_are_public_with_rest_anonymous(headers: dict[str, str]) -> None:
    async with client_of(visitors=True) as client:
        answer = await client.post("/things", json={"a": 1}, headers=headers)
    assert answer.status_code == 200


async def test_otherwise_the_right_is_checked_before_the_body() -> None:
    async with client_of(visitors=False) as client:
        for body in ({"a": 1}, "nonsense"):
            assert (await client.post("/things", json=body)).status_code == 401
            assert (
                await client.post("/things", json=body, headers=bearer(TOKENS[Role.CUSTOMER]))
            ).status_code == 403
        staff = bearer(TOKENS[Role.STAFF])
        assert (await client.post("/things", json={"a": 1}, headers=staff)).status_code == 200


@pytest.mark.parametrize("visitors", [True, False])
async def test_a_missing_token_on_a_token_route_is_400(visitors: bool) -> None:
    async with client_of(visitors=visitors) as client:
        answers = [
            await client.delete("/things/1", headers=headers)
            for headers in ({}, bearer(token_of("nobody")), *(bearer(TOKENS[role]) for role in Role))
        ]
    # Where visitors are served, any session will do.
    assert [answer.status_code for answer in answers] == [400, 401, 200 if visitors else 403, 200, 200]
    assert answers[0].json().keys() == {"Authorization"}


@pytest.mark.parametrize("visitors", [True, False])
async def test_on_a_token_route_the_fields_are_checked_before_the_token_and_the_role(visitors: bool) -> None:
    async with client_of(visitors=visitors) as client:
        assert (await client.patch("/things/1", json={})).json().keys() == {"Authorization"}
        for headers in (bearer("garbage"), bearer(AWAY), *(bearer(TOKENS[role]) for role in Role)):
            answer = await client.patch("/things/1", json={}, headers=headers)
            assert (answer.status_code, answer.json().keys()) == (400, {"name"})
        statuses = {}
        for token in ("garbage", AWAY, TOKENS[Role.CUSTOMER], TOKENS[Role.STAFF]):
            answer = await client.patch("/things/1", json={"name": "x"}, headers=bearer(token))
            statuses[token] = answer.status_code
    assert list(statuses.values()) == [401, 503, 200 if visitors else 403, 200]


@pytest.mark.parametrize(
    ("headers", "statuses"),
    [({}, (200, 401)), (bearer(token_of("nobody")), (401, 401)), (bearer(TOKENS[Role.CUSTOMER]), (200, 200))],
    ids=str,
)
async def test_visitors_are_served_with_rest_anonymous(headers: dict[str, str], statuses: tuple[int, int]) -> None:
    answers = []
    for visitors in (True, False):
        async with client_of(visitors=visitors) as client:
            answers.append((await client.post("/visit", headers=headers)).status_code)
    assert tuple(answers) == statuses


@pytest.mark.parametrize("visitors", [True, False])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_route_without_a_right_is_closed(visitors: bool, method: str) -> None:
    async with client_of(visitors=visitors) as client:
        for headers in ({}, bearer(TOKENS[Role.ADMIN])):
            with capture_logs() as logs:
                answer = await client.request(method, "/forgotten", headers=headers)
            assert (answer.status_code, answer.json()["detail"]) == (500, "Internal server error.")
            assert f"no right is declared for {method} /forgotten" in str(logs)


async def test_the_caller_is_looked_up_once() -> None:
    asked: list[str] = []

    async def count(token: str) -> Caller | None:
        asked.append(token)
        return await recognise(token)

    async with client_of(visitors=False, recognise=count) as client:
        await client.put("/things/1", headers=bearer(TOKENS[Role.STAFF]))
    assert asked == [TOKENS[Role.STAFF]]
