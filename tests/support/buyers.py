"""Customers who fill a basket and check out."""

import uuid
from typing import Any

from service_kit.identity import Role

from testing.sign_in import signed_in
from testing.waiting import eventually
from tests.support.clients import MainClient
from tests.support.shop import Node, Shop

FINAL = frozenset({"COMPLETED", "REFUNDED", "CANCELLED"})
PROBLEM = "problem { title kind available }"
ORDER = f"""id state reason stock subtotal fee total lines {{ productId quantity {PROBLEM} }}
  timeline {{ state stock }}"""


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
        return self.client.graphql(f"{{ basket {{ total lines {{ id productId quantity {PROBLEM} }} }} }}")[
            "basket"
        ]

    def change(self, product_id: int, quantity: int) -> Any:
        """`changeBasketLine`, of the product's line."""
        given = {"lineId": self._line(product_id), "quantity": quantity}
        return self.client.mutate("changeBasketLine", "ChangeBasketLineInput", "", **given)

    def remove(self, product_id: int) -> Any:
        """`removeFromBasket`, of the product's line."""
        given = {"lineId": self._line(product_id)}
        return self.client.mutate("removeFromBasket", "RemoveFromBasketInput", "", **given)

    def empty_the_basket(self) -> None:
        """`removeFromBasket`, of every line."""
        for line in (self.basket() or {"lines": []})["lines"]:
            self.client.mutate("removeFromBasket", "RemoveFromBasketInput", "", lineId=line["id"])

    def checkout(self, key: str | None = None) -> Any:
        """`checkout`; the order, which is pending."""
        return self.try_checkout(key)["order"]

    def try_checkout(self, key: str | None = None) -> Any:
        """`checkout`, whatever its answer."""
        selection = f"""... on CheckoutSuccess {{ order {{ {ORDER} }} }}
          ... on LinesRefused {{ lines {{ title kind available }} }}"""
        return self.client.mutate("checkout", "CheckoutInput", selection, idempotencyKey=key or uuid.uuid4().hex)

    def reorder(self, order_id: int) -> Any:
        """`addOrderToBasket`."""
        selection = """... on AddOrderToBasketSuccess { basket { lines { productId quantity } }
          notAdded { title kind available } }"""
        return self.client.mutate(
            "addOrderToBasket", "AddOrderToBasketInput", selection, orderId=str(order_id), idempotencyKey="again"
        )

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
