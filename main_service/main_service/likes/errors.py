"""What can be wrong with a like."""

from collections.abc import Mapping

from service_kit.errors import ServiceError


class AlreadyLiked(ServiceError):
    """The user likes the product already."""

    code = "ALREADY_LIKED"

    def __init__(self, product_id: int) -> None:
        super().__init__("You already liked this product")
        self.product_id = product_id

    def http_body(self) -> Mapping[str, object]:
        """The body that client family 1 expects."""
        return {"message": self.message}


class NotLiked(ServiceError):
    """There is no like to take back."""

    code = "NOT_LIKED"

    def __init__(self, product_id: int) -> None:
        super().__init__("You have not liked this product")
        self.product_id = product_id
