"""The GraphQL context: what the resolvers of one request share."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Self

from service_kit.db.database import Database
from service_kit.identity import Caller, Identity
from service_kit.process.service import Service
from starlette.requests import Request
from starlette.responses import Response

from admin_service.options.loaders import OptionsLoader, options_loader
from admin_service.orders.loaders import UserOrdersLoader, user_orders_loader
from admin_service.products.loaders import MarkLoader, ProductLoader, mark_loader, product_loader
from admin_service.sessions import cookie
from admin_service.sessions.device import device_of
from admin_service.sessions.model import Device, Lifetime
from admin_service.sessions.sign_in import NewSession, SignIn
from admin_service.stock.loaders import LevelLoader, MovementLoader, level_loader, movement_loader
from admin_service.users.loaders import UserLoader, user_loader


@dataclass(frozen=True)
class Shared:
    """Loaders without a cache, which all subscriptions of the process share to batch their reads."""

    products: ProductLoader
    levels: LevelLoader
    mark: MarkLoader


@dataclass
class Context:
    """The service, the caller, and the loaders that batch the reads of nested fields."""

    service: Service
    identity: Identity
    sign_in: SignIn
    lifetime: Lifetime
    shared: Shared
    request: Request
    response: Response
    products: ProductLoader = field(init=False)
    users: UserLoader = field(init=False)
    levels: LevelLoader = field(init=False)
    movements: MovementLoader = field(init=False)
    options: OptionsLoader = field(init=False)
    user_orders: UserOrdersLoader = field(init=False)

    def __post_init__(self) -> None:
        self.products = product_loader(self.database)
        self.users = user_loader(self.database)
        self.levels = level_loader(self.database)
        self.movements = movement_loader(self.database)
        self.options = options_loader(self.database)
        self.user_orders = user_orders_loader(self.database)

    def renewed(self) -> Self:
        """Returns a copy with empty loaders, for the next message of a subscription."""
        return replace(self)

    @property
    def database(self) -> Database:
        return self.service.database

    @property
    def device(self) -> Device:
        """The network address and browser of the request."""
        return device_of(self.request)

    @property
    def caller(self) -> Caller:
        """The caller. Only for fields whose right requires a session."""
        assert self.identity.now is not None, "the right of this field does not require a session"
        return self.identity.now

    def set_caller(self, opened: NewSession, *, by_cookie: bool) -> None:
        """Sets the caller to the user who has just signed in. Sets the session cookie if `by_cookie`."""
        self.identity.become(opened.caller)
        if by_cookie:
            cookie.write(self.request, self.response, opened.token, self.lifetime.absolute)

    def clear_caller(self) -> None:
        """Makes the request anonymous. Clears the session cookie of a web page."""
        self.identity.become(None)
        if not self.identity.header:
            cookie.clear(self.request, self.response)


Identify = Callable[[Request], Identity]


def context_getter(
    service: Service, sign_in: SignIn, lifetime: Lifetime, identify: Identify
) -> Callable[[Request, Response], Context]:
    """Returns a function that creates the context of a request."""
    shared = Shared(
        product_loader(service.database, remember=False),
        level_loader(service.database, remember=False),
        mark_loader(service.database),
    )

    def get_context(request: Request, response: Response) -> Context:
        return Context(
            service=service,
            identity=identify(request),
            sign_in=sign_in,
            lifetime=lifetime,
            shared=shared,
            request=request,
            response=response,
        )

    return get_context
