"""The errors of products."""

from service_kit.errors import NotFound


class ProductNotFound(NotFound):
    """The product does not exist."""

    def __init__(self, product_id: int) -> None:
        super().__init__()
        self.product_id = product_id
