"""What the resolvers of one request share."""

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
from admin_service.sessions.sign_in import Opened, SignIn
from admin_service.stock.loaders import LevelLoader, MovementLoader, level_loader, movement_loader
from admin_service.users.loaders import UserLoader, user_loader


@dataclass(frozen=True)
class Shared:
    """Loaders that remember nothing, for the streams of the process: those that wake together read together."""

    products: ProductLoader
    levels: LevelLoader
    mark: MarkLoader


@dataclass
class Context:
    """The service, who asks, and loaders that batch what nested fields ask for."""

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
        """The same with loaders that have read nothing yet, for the next message of a stream."""
        return replace(self)

    @property
    def database(self) -> Database:
        """The service's database."""
        return self.service.database

    @property
    def device(self) -> Device:
        """From where the request comes."""
        return device_of(self.request)

    @property
    def caller(self) -> Caller:
        """Who asks, in a field that only a signed-in user gets to."""
        assert self.identity.now is not None, "the field's right does not ask for a session"
        return self.identity.now

    def enter(self, opened: Opened, *, by_cookie: bool) -> None:
        """Go on as the user who has just signed in; by cookie, the web page stays signed in."""
        self.identity.become(opened.caller)
        if by_cookie:
            cookie.write(self.request, self.response, opened.token, self.lifetime.absolute)

    def leave(self) -> None:
        """Go on as nobody, and have a web page forget the session that has ended."""
        self.identity.become(None)
        if not self.identity.header:
            cookie.clear(self.request, self.response)


Identify = Callable[[Request], Identity]


def context_getter(
    service: Service, sign_in: SignIn, lifetime: Lifetime, identify: Identify
) -> Callable[[Request, Response], Context]:
    """The maker of a context for each request."""
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
