"""The errors of requests about products."""

from collections.abc import Mapping

from service_kit.errors import NotFound, ServiceError


class ProductNotFound(NotFound):
    """No product has this ID."""

    def __init__(self, product_id: int) -> None:
        super().__init__()
        self.product_id = product_id


class SkuNotFound(NotFound):
    """No product of the requested category has this SKU."""

    def __init__(self, sku: str) -> None:
        super().__init__()
        self.sku = sku


class SkuTaken(ServiceError):
    """Another product already uses this SKU."""

    code = "SKU_TAKEN"

    def __init__(self, sku: str) -> None:
        super().__init__(f"Another product already uses the SKU {sku}. Choose another SKU.")
        self.sku = sku

    def http_body(self) -> Mapping[str, object]:
        return {"sku": [self.message]}


class VersionConflict(ServiceError):
    """The product or its options have changed since the caller read them."""

    code = "VERSION_CONFLICT"

    def __init__(self, current_version: int) -> None:
        super().__init__("The product has been changed in the meantime. Reload it and try again.")
        self.current_version = current_version


class LikesOfUnknownProduct(Exception):
    """main_service has counted likes of a product that never existed in this service."""
