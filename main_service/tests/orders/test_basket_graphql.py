"""The basket in GraphQL."""

from typing import Any

from testing.api import Client
from testing.buying import Orders, stocked
from testing.events import event, receive
from testing.shop import Shop

BASKET = """{ state lines { id productId sku title image unitPrice quantity total product { title } }
  subtotal fee total }"""
ADD = f"""mutation($id: ID!, $n: Int! = 1) {{ answer: addToBasket(input: {{productId: $id, quantity: $n}}) {{
  __typename ... on Error {{ message code }} ... on InsufficientStock {{ available }}
  ... on StockUnknown {{ productId }}
  ... on ProductNotFound {{ id }} ... on InvalidInput {{ fields {{ field messages }} }}
  ... on AddToBasketSuccess {{ basket {BASKET} }} }} }}"""
CHANGE = f"""mutation($id: ID!, $n: Int!) {{ answer: changeBasketLine(input: {{lineId: $id, quantity: $n}}) {{
  __typename ... on Error {{ message code }} ... on InsufficientStock {{ available }}
  ... on ProductNotFound {{ id }} ... on LineNotFound {{ lineId }} ... on StockUnknown {{ productId }}
  ... on InvalidInput {{ fields {{ field messages }} }}
  ... on ChangeBasketLineSuccess {{ basket {BASKET} }} }} }}"""
REMOVE = f"""mutation($id: ID!) {{ answer: removeFromBasket(input: {{lineId: $id}}) {{ __typename
  ... on LineNotFound {{ message code lineId }} ... on RemoveFromBasketSuccess {{ basket {BASKET} }} }} }}"""


async def ask(client: Client, operation: str, **variables: object) -> Any:
    return (await client.graphql(operation, **variables))["answer"]


async def test_a_basket_is_filled_changed_and_emptied(buyer: Client, shop: Shop, product: int) -> None:
    assert await buyer.graphql("{ basket { id } }") == {"basket": None}
    added = await ask(buyer, ADD, id=product, n=2)
    line_id = added["basket"]["lines"][0]["id"]
    assert added == {
        "__typename": "AddToBasketSuccess",
        "basket": {
            "state": "OPEN",
            "lines": [
                {
                    "id": line_id,
                    "productId": str(product),
                    "sku": "BEER-AMBER",
                    "title": "Amber Ale",
                    "image": "/amber.svg",
                    "unitPrice": "4.50",
                    "quantity": 2,
                    "total": "9.00",
                    "product": {"title": "Amber Ale"},
                }
            ],
            "subtotal": "9.00",
            "fee": "1.80",
            "total": "10.80",
        },
    }
    assert (await buyer.graphql(f"{{ basket {BASKET} }}"))["basket"] == added["basket"]
    changed = await ask(buyer, CHANGE, id=line_id, n=5)
    assert (changed["basket"]["lines"][0]["quantity"], changed["basket"]["total"]) == (5, "27.00")
    removed = await ask(buyer, REMOVE, id=line_id)
    assert removed["basket"] == {"state": "OPEN", "lines": [], "subtotal": "0.00", "fee": "0.00", "total": "0.00"}
    assert await buyer.graphql("{ basket { id } }") == {"basket": None}


async def test_the_basket_costs_what_its_products_cost_now(buyer: Client, orders: Orders, product: int) -> None:
    await ask(buyer, ADD, id=product)
    update = {"id": product, "price": "10.00", "title": "Renamed"}
    receive(orders.consumer, event("shop.product.updated.v1", f"product/{product}", 2, **update))
    basket = (await buyer.graphql(f"{{ basket {BASKET} }}"))["basket"]
    assert (basket["subtotal"], basket["lines"][0]["unitPrice"], basket["lines"][0]["total"]) == ("10.00",) * 3
    assert (basket["lines"][0]["title"], basket["lines"][0]["product"]["title"]) == ("Amber Ale", "Renamed")


async def test_refused_changes_of_the_basket_return_typed_errors(
    buyer: Client, orders: Orders, shop: Shop, product: int
) -> None:
    not_found = {"message": "Not found.", "code": "NOT_FOUND"}
    assert await ask(buyer, ADD, id="abc") == {"__typename": "ProductNotFound", "id": "abc", **not_found}
    for operation in (CHANGE, REMOVE):
        missing = (
            await ask(buyer, operation, id="abc", n=1)
            if operation == CHANGE
            else await ask(buyer, operation, id="abc")
        )
        assert missing == {"__typename": "LineNotFound", "lineId": "abc", **not_found}
    orders.answer(stocked(product, 3))
    line_id = (await ask(buyer, ADD, id=product, n=2))["basket"]["lines"][0]["id"]
    short = {"__typename": "InsufficientStock", "available": 3, "code": "INSUFFICIENT_STOCK"}
    assert await ask(buyer, ADD, id=product, n=2) == {**short, "message": "Only 3 in stock."}
    assert await ask(buyer, CHANGE, id=line_id, n=4) == {**short, "message": "Only 3 in stock."}
    orders.answer(stocked(product, 0, 2))
    assert (await ask(buyer, ADD, id=product))["message"] == "Out of stock."
    unknown = {"__typename": "StockUnknown", "code": "STOCK_UNKNOWN", "productId": str(product)}
    orders.forget_stock()
    for answer in (await ask(buyer, ADD, id=product), await ask(buyer, CHANGE, id=line_id, n=1)):
        message = "The stock of this product is not known yet. Try again in a moment."
        assert answer == {**unknown, "message": message}
    for operation, id_ in ((ADD, product), (CHANGE, line_id)):
        for quantity in (-1, 0, 10_001):
            assert await ask(buyer, operation, id=id_, n=quantity) == {
                "__typename": "InvalidInput",
                "message": "Some fields are not valid.",
                "code": "INVALID_INPUT",
                "fields": [{"field": "quantity", "messages": ["The quantity must be from 1 to 10000."]}],
            }
    shop.remove(product)
    gone = {"__typename": "ProductNotFound", "id": str(product), **not_found}
    assert await ask(buyer, CHANGE, id=line_id, n=1) == gone
    lines = (await buyer.graphql(f"{{ basket {BASKET} }}"))["basket"]["lines"]
    assert [(line["quantity"], line["product"]) for line in lines] == [(2, None)]
