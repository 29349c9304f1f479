"""What can be wrong with a request about products."""

from service_kit.errors import NotFound


class ProductNotFound(NotFound):
    """No product has this id."""

    def __init__(self, product_id: int) -> None:
        super().__init__()
        self.product_id = product_id
