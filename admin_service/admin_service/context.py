"""What the resolvers of one request share."""

from collections.abc import Callable
from dataclasses import dataclass

from service_kit.db import Database
from service_kit.rights import may_write
from service_kit.service import Service
from starlette.requests import Request
from starlette.responses import Response

from admin_service.products.loaders import ProductLoader, product_loader


@dataclass(frozen=True)
class Context:
    """The service, what the caller may do, and loaders that batch what nested fields ask for."""

    service: Service
    may_write: bool
    products: ProductLoader

    @property
    def database(self) -> Database:
        """The service's database."""
        return self.service.database


def context_getter(service: Service) -> Callable[[Request, Response], Context]:
    """The maker of a context for each request."""
    writable = may_write(service.settings)

    def get_context(_: Request, __: Response) -> Context:
        return Context(service, writable, product_loader(service.database))

    return get_context
