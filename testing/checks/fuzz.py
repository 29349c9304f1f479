"""Random requests, generated from the service's OpenAPI document and GraphQL schema."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import pytest
import schemathesis
from graphql import GraphQLSchema, NameNode, ObjectFieldNode, build_client_schema, get_introspection_query
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from hypothesis_graphql import Mode, from_schema, nodes
from requests import Session
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.python import asgi
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)
from service_kit.fields import MAX_ID

from testing.effort import LONG, chosen_seed, effort
from testing.one_service import ON_MARIADB, ON_SQLITE, Stage
from testing.shop import Shop

REST_EXAMPLES, GRAPHQL_EXAMPLES = effort(8, 150), effort(30, 3000)
Test = TypeVar("Test", bound=Callable[..., None])
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


def reference(typename: str, key: object) -> Any:
    """Return a reference to an entity, as the gateway sends it."""
    fields = {"__typename": typename, "id": str(key)}
    return nodes.Object(
        [ObjectFieldNode(name=NameNode(value=name), value=nodes.String(value)) for name, value in fields.items()]
    )


SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "Decimal": st.decimals().map(nodes.String) | st.integers().map(nodes.Int),
    "DateTime": st.datetimes().map(lambda moment: nodes.String(moment.isoformat())),
    "_Any": st.builds(reference, st.sampled_from(["Product", "Query", "Nope"]), st.integers(-1, MAX_ID + 1)),
}


def bounded(examples: int) -> settings:
    """Settings for this number of examples without a deadline; the same examples each time in `make test`."""
    suppressed = list(HealthCheck)
    return settings(
        max_examples=examples, deadline=None, database=None, derandomize=not LONG, suppress_health_check=suppressed
    )


def seeded(test: Test) -> Test:
    """In `make test-long`, choose other examples in each run, from a printed seed."""
    return seed(chosen_seed())(test) if LONG else test


@pytest.mark.long
@pytest.mark.timeout(effort(120, 1800))
class FuzzChecks:
    """Derive from it and provide `shop`. Each kind of request runs on one of the databases."""

    @pytest.fixture
    def session(self, stage: Stage, shop: Shop) -> Session:
        """A client of a service with some products."""
        for number in range(3):
            shop.add(f"Ale {number}", sku=f"SKU-{number}")
        return asgi.get_client(cast("asgi.ASGIApp", stage.app))

    @ON_MARIADB
    @pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
    def test_every_route_matches_the_openapi_document(
        self, stage: Stage, session: Session, mode: GenerationMode, subtests: pytest.Subtests
    ) -> None:
        schema = schemathesis.openapi.from_dict(stage.app.openapi())
        schema.app = stage.app
        for found in schema.get_all_operations():
            assert isinstance(found, Ok)
            operation = found.ok()
            if mode is GenerationMode.NEGATIVE and not any(operation.iter_parameters()):
                continue  # the request has no input that could be invalid
            with subtests.test(operation.label):
                _try_route(session, operation.as_strategy(generation_mode=mode))

    @ON_SQLITE
    @pytest.mark.parametrize("mode", list(Mode))
    def test_no_graphql_operation_causes_an_internal_error(self, session: Session, mode: Mode) -> None:
        operations = from_schema(_schema(session), custom_scalars=SCALARS, mode=mode)

        @seeded
        @bounded(GRAPHQL_EXAMPLES)
        @given(operations)
        def attempt(operation: str) -> None:
            answer = session.post("http://testserver/graphql", json={"query": operation})
            assert answer.status_code in {200, 400}
            codes = [error["extensions"]["code"] for error in answer.json().get("errors", ())]
            assert "INTERNAL_ERROR" not in codes

        attempt()


def _try_route(session: Session, cases: st.SearchStrategy[Any]) -> None:
    @seeded
    @bounded(REST_EXAMPLES)
    @given(cases)
    def attempt(case: Any) -> None:
        case.validate_response(case.call(session=session), checks=CHECKS)

    attempt()


def _schema(session: Session) -> GraphQLSchema:
    answer = session.post("http://testserver/graphql", json={"query": get_introspection_query()})
    return build_client_schema(answer.json()["data"])
