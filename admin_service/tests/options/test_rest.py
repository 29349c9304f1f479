"""The cupcake bodies of client family 5."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from admin_service.demo import seed
from service_kit.db.database import Database
from service_kit.process.service import Service

from testing.api import Client
from testing.one_service import ON_SQLITE, Serve
from testing.rows import statements
from testing.shop import Shop

from .conftest import Configurable
from .samples import draft, group

either_slash = pytest.mark.parametrize("slash", ["", "/"])


async def bodies(client: Client) -> Any:
    return json.loads((await client.get("/api/cupcakebodies/")).json())


@either_slash
async def test_lists_the_bodies_as_a_json_array_in_a_string(
    client: Client, configurable: Configurable, slash: str
) -> None:
    configurable()
    answer = await client.get(f"/api/cupcakebodies{slash}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert isinstance(answer.json(), str)
    vanilla, carrot = json.loads(answer.json())
    published = vanilla["fields"]["pub_date"]
    assert vanilla == {
        "model": "cupcakes.body",
        "pk": vanilla["pk"],
        "fields": {
            "body_name": "Vanilla",
            "body_url": "/static/vanilla.svg",
            "body_info": "Light.",
            "pub_date": published,
        },
    }
    assert carrot["fields"] == {"body_name": "Carrot", "body_url": "", "body_info": "", "pub_date": published}
    shown = await client.graphql("{ products { nodes { optionGroups { options { id } } } } }")
    ids = [option["id"] for option in shown["products"]["nodes"][0]["optionGroups"][0]["options"]]
    assert [str(body["pk"]) for body in (vanilla, carrot)] == ids[:2]


async def test_a_body_has_the_time_of_creation(client: Client, configurable: Configurable) -> None:
    before = datetime.now(UTC) - timedelta(minutes=1)
    configurable()
    published = datetime.fromisoformat((await bodies(client))[0]["fields"]["pub_date"])
    assert before < published < datetime.now(UTC) + timedelta(minutes=1)
    assert published.utcoffset() == timedelta(0)


async def test_omits_unavailable_bodies(client: Client, configurable: Configurable) -> None:
    configurable()
    assert [body["fields"]["body_name"] for body in await bodies(client)] == ["Vanilla", "Carrot"]


async def test_lists_the_bodies_of_the_first_product_that_has_any(
    client: Client, configurable: Configurable, shop: Shop
) -> None:
    configurable("Crate", draft(group("size", "small")))
    first = configurable("First", draft(group("size", "large"), group("body", "plain")))
    configurable("Second")
    assert [body["fields"]["body_name"] for body in await bodies(client)] == ["Plain"]
    shop.remove(first)
    assert [body["fields"]["body_name"] for body in await bodies(client)] == ["Vanilla", "Carrot"]


async def test_lists_nothing_without_bodies(client: Client) -> None:
    answer = await client.get("/api/cupcakebodies")
    assert (answer.status_code, answer.json()) == (200, "[]")


async def test_the_demo_shop_has_the_three_bodies_of_the_clients(client: Client, service: Service) -> None:
    seed.load(service)
    shown = [body["fields"] for body in await bodies(client)]
    assert [{name: text for name, text in body.items() if name != "pub_date"} for body in shown] == [
        {
            "body_name": "Vanilla",
            "body_url": "/static/cupcake/body-vanilla.svg",
            "body_info": "Light and buttery, with the seeds of a whole pod.",
        },
        {
            "body_name": "Chocolate",
            "body_url": "/static/cupcake/body-chocolate.svg",
            "body_info": "Dark cocoa, and moist to the last crumb.",
        },
        {
            "body_name": "Carrot",
            "body_url": "/static/cupcake/body-carrot.svg",
            "body_info": "Grated carrots, walnuts and a pinch of cinnamon.",
        },
    ]


async def test_sends_five_statements_for_any_number_of_bodies(client: Client, configurable: Configurable) -> None:
    for number in range(3):
        configurable(f"Cupcake {number}")
    with statements() as sent:
        await bodies(client)
    assert len(sent) == 5, sent


@ON_SQLITE
async def test_needs_no_session(serve: Serve, database: Database) -> None:
    assert database
    async with serve(rest_anonymous=False) as client:
        assert (await client.get("/api/cupcakebodies/")).status_code == 200
        assert (await client.post("/api/cupcakebodies/")).status_code == 405
