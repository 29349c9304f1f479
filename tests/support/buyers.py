"""Customers who fill a basket and check out."""

import uuid
from typing import Any

from service_kit.identity import Role

from testing.sign_in import signed_in
from testing.waiting import eventually
from tests.support.clients import MainClient
from tests.support.shop import Node, Shop

FINAL = frozenset({"COMPLETED", "REFUNDED", "CANCELLED"})
ORDER = "id state reason stock subtotal fee total lines { productId quantity } timeline { state stock }"


class Buyer:
    """A customer with an account of their own, at one of main_service's processes."""

    def __init__(self, shop: Shop, node: Node | None = None) -> None:
        self.token = signed_in(shop.stack.admin_database, Role.CUSTOMER)
        self.client = MainClient((node or shop.main).url, self.token)

    def add(self, product_id: int, quantity: int = 1, *options: str) -> Any:
        """`addToBasket`, put together from the options of these ids."""
        selection = "... on AddToBasketSuccess { basket { total } } ... on InsufficientStock { available }"
        given = {"productId": str(product_id), "quantity": quantity, "options": list(options)}
        return self.client.mutate("addToBasket", "AddToBasketInput", selection, **given)

    def basket(self) -> Any:
        """What is in the basket, or None."""
        return self.client.graphql("{ basket { total lines { id productId quantity } } }")["basket"]

    def change(self, product_id: int, quantity: int) -> Any:
        """`changeBasketLine`, of the product's line."""
        given = {"lineId": self._line(product_id), "quantity": quantity}
        return self.client.mutate("changeBasketLine", "ChangeBasketLineInput", "", **given)

    def remove(self, product_id: int) -> Any:
        """`removeFromBasket`, of the product's line."""
        given = {"lineId": self._line(product_id)}
        return self.client.mutate("removeFromBasket", "RemoveFromBasketInput", "", **given)

    def checkout(self, key: str | None = None) -> Any:
        """`checkout`; the order, which is pending."""
        selection = f"... on CheckoutSuccess {{ order {{ {ORDER} }} }}"
        answer = self.client.mutate("checkout", "CheckoutInput", selection, idempotencyKey=key or uuid.uuid4().hex)
        return answer["order"]

    def buy(self, product_id: int, quantity: int = 1) -> int:
        """Puts the product into the basket and checks out; returns the order's id."""
        added = self.add(product_id, quantity)
        assert added["__typename"] == "AddToBasketSuccess", added
        return int(self.checkout()["id"])

    def cancel(self, order_id: int) -> Any:
        """`cancelOrder`."""
        return self.client.mutate("cancelOrder", "CancelOrderInput", "", id=str(order_id))

    def order(self, order_id: int) -> Any:
        """The order as it is."""
        return self.client.graphql(f"query($id: ID!) {{ order(id: $id) {{ {ORDER} }} }}", id=str(order_id))[
            "order"
        ]

    def wait(self, order_id: int, state: str) -> Any:
        """Waits until the order has ended, which must be in this state; returns it."""

        def ended() -> Any:
            order = self.order(order_id)
            assert order["state"] in FINAL
            return order

        order = eventually(ended, timeout=30)
        assert order["state"] == state
        return order

    def _line(self, product_id: int) -> str:
        lines = (self.basket() or {"lines": []})["lines"]
        return next((line["id"] for line in lines if line["productId"] == str(product_id)), "0")
