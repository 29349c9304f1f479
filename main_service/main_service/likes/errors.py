"""The errors of likes."""

from collections.abc import Mapping

from service_kit.errors import ServiceError


class AlreadyLiked(ServiceError):
    """The user already likes the product."""

    code = "ALREADY_LIKED"

    def __init__(self, product_id: int) -> None:
        super().__init__("You already liked this product")
        self.product_id = product_id

    def http_body(self) -> Mapping[str, object]:
        """Returns the body that client family 1 expects."""
        return {"message": self.message}


class NotLiked(ServiceError):
    """The user does not like the product."""

    code = "NOT_LIKED"

    def __init__(self, product_id: int) -> None:
        super().__init__("You have not liked this product")
        self.product_id = product_id
