"""The REST routes of client family 5 for frostings and toppings."""

import pytest
import respx
from service_kit.process.service import Service

from testing.api import Client
from testing.choosing import Menu, cupcake
from testing.events import receive
from testing.rows import statements
from testing.shop import Shop

FROSTINGS = {
    "Vanilla": ["sprinkles", "cherry", "flag"],
    "Chocolate": ["sprinkles", "cherry", "flag"],
    "Strawberry": ["cherry", "flag"],
    "Neon": ["sprinkles"],
}


@pytest.fixture
def menu(service: Service, shop: Shop) -> Menu:
    """A cupcake that can be ordered."""
    menu = cupcake(shop.add("Cupcake"))
    receive(service.consumer, menu.told())
    return menu


def frosting(name: str) -> dict[str, object]:
    code = f"frosting-{name.lower()}"
    return {
        "name": name,
        "image_url": f"static/{code}.svg",
        "info": f"About {code}.",
        "pub_date": "2026-01-31T12:00:00Z",
        "appropriate_toppings": FROSTINGS[name],
    }


@pytest.mark.parametrize("slash", ["", "/"])
async def test_all_frostings_are_listed(client: Client, menu: Menu, slash: str) -> None:
    answer = await client.get(f"/api/frostings{slash}")
    assert (answer.status_code, answer.json()) == (200, [frosting(name) for name in FROSTINGS])


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("vanilla", ["Vanilla", "Chocolate", "Strawberry", "Neon"]),
        ("chocolate", ["Vanilla", "Chocolate"]),
        ("carrot", ["Vanilla"]),
    ],
)
async def test_the_frostings_for_a_body_are_listed(
    client: Client, menu: Menu, body: str, names: list[str], slash: str
) -> None:
    answer = await client.get(f"/api/frostingoptions/{body}bodies{slash}")
    assert (answer.status_code, answer.json()) == (200, [frosting(name) for name in names])


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("code", ["sprinkles", "cherry", "flag"])
async def test_a_topping_can_be_read(client: Client, menu: Menu, code: str, slash: str) -> None:
    answer = await client.get(f"/api/toppings/{code}{slash}")
    assert (answer.status_code, answer.json()) == (
        200,
        {"name": code.capitalize(), "url": f"/static/{code}.svg", "details": f"About {code}."},
    )


@pytest.mark.parametrize("path", ["frostings", "frostingoptions/vanillabodies"])
async def test_every_topping_that_a_frosting_names_can_be_fetched_by_that_name(
    client: Client, service: Service, menu: Menu, path: str
) -> None:
    renamed = cupcake(menu.product_id, names={"cherry": "Candied cherry", "flag": "Flag of Ærø"})
    receive(service.consumer, renamed.told(2))
    named = {
        code
        for frosting in (await client.get(f"/api/{path}/")).json()
        for code in frosting["appropriate_toppings"]
    }
    details = {(await client.get(f"/api/toppings/{code}")).json()["details"] for code in named}
    assert details == {"About sprinkles.", "About cherry.", "About flag."}


@pytest.mark.parametrize(
    "path",
    [
        "frostingoptions/beetrootbodies",
        "frostingoptions/carrot",
        "frostingoptions/bodies",
        "frostingoptions/cherrybodies",
        "frostingoptions/Carrotbodies",
        "toppings/carrot",
        "toppings/Cherry",
        "toppings/%00",
    ],
)
async def test_unknown_codes_are_not_found(client: Client, menu: Menu, path: str) -> None:
    answer = await client.get(f"/api/{path}")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not found."})


async def test_a_shop_without_cupcakes_has_empty_lists(client: Client, product: int) -> None:
    assert (await client.get("/api/frostings/")).json() == []
    for path in ("frostingoptions/carrotbodies", "toppings/cherry"):
        assert (await client.get(f"/api/{path}")).status_code == 404


async def test_unavailable_options_are_left_out(client: Client, service: Service, menu: Menu) -> None:
    without = cupcake(menu.product_id, unavailable=["carrot", "frosting-neon", "cherry"])
    receive(service.consumer, without.told(2))
    frostings = (await client.get("/api/frostings")).json()
    assert {frosting["name"]: frosting["appropriate_toppings"] for frosting in frostings} == {
        "Vanilla": ["sprinkles", "flag"],
        "Chocolate": ["sprinkles", "flag"],
        "Strawberry": ["flag"],
    }
    for path in ("frostingoptions/carrotbodies", "toppings/cherry"):
        assert (await client.get(f"/api/{path}")).status_code == 404


async def test_an_option_without_a_picture_has_an_empty_url(client: Client, service: Service, menu: Menu) -> None:
    bare = cupcake(menu.product_id, without_picture=["frosting-vanilla", "cherry"])
    receive(service.consumer, bare.told(2))
    assert (await client.get("/api/frostings")).json()[0]["image_url"] == ""
    assert (await client.get("/api/toppings/cherry")).json()["url"] == ""


async def test_the_first_product_that_has_a_body_is_the_cupcake(
    client: Client, service: Service, shop: Shop, menu: Menu
) -> None:
    confusing = Menu(shop.add("Soap"), {"scent": ["body", "frosting"]})
    later = cupcake(shop.add("Muffin"), names={"cherry": "Plum"})
    receive(service.consumer, confusing.told(), later.told())
    assert (await client.get("/api/toppings/cherry")).json()["name"] == "Cherry"
    shop.remove(menu.product_id)
    assert (await client.get("/api/toppings/cherry")).json()["name"] == "Plum"


async def test_answers_from_the_copies_while_admin_service_is_away(
    client: Client, menu: Menu, peer: respx.MockRouter
) -> None:
    with statements() as sent:
        for path in ("frostings", "frostingoptions/carrotbodies", "toppings/cherry"):
            assert (await client.get(f"/api/{path}")).status_code == 200
    assert (len(sent), len(peer.calls)) == (3, 0)
