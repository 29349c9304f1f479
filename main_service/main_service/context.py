"""The context that the resolvers of one request share."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Self

from service_kit.db.database import Database
from service_kit.http.rights import Identify
from service_kit.identity import Caller, Identity
from service_kit.process.service import Service
from starlette.requests import Request
from starlette.responses import Response

from main_service.likes.loaders import LikedLoader, liked_loader
from main_service.options.graphql import ConfigurationBudget
from main_service.options.loaders import ConfigurableLoader, OptionsLoader, configurable_loader, options_loader
from main_service.orders.loaders import (
    LinesLoader,
    OrderLoader,
    ProblemsLoader,
    StepsLoader,
    basket_problems_loader,
    lines_loader,
    order_loader,
    steps_loader,
)
from main_service.orders.model import Terms
from main_service.products.loaders import FingerprintLoader, ProductLoader, fingerprint_loader, product_loader
from main_service.users.client import UserClient
from main_service.users.loaders import UserLoader, user_loader
from main_service.users.visitor import COOKIE, MAX_AGE_SECONDS, VisitorCookie


@dataclass(frozen=True)
class Shared:
    """Loaders without a cache, shared by all subscriptions of the process so that they read together."""

    products: ProductLoader
    orders: OrderLoader
    order_lines: LinesLoader
    fingerprint: FingerprintLoader


@dataclass
class Context:
    """The service, the caller, and the loaders of nested fields.

    `visitor_id` is the user id from the visitor's cookie. It is used only for callers without a session, and only
    if visitors are enabled. Likes of a visitor are not moved to the account that they sign in to. `terms` apply to
    new baskets and orders.
    """

    service: Service
    identity: Identity
    visitor_id: int | None
    user_client: UserClient
    cookie: VisitorCookie
    terms: Terms
    shared: Shared
    request: Request
    response: Response
    configuration_budget: ConfigurationBudget = field(init=False, default_factory=ConfigurationBudget)
    products: ProductLoader = field(init=False)
    liked: LikedLoader = field(init=False)
    configurable: ConfigurableLoader = field(init=False)
    options: OptionsLoader = field(init=False)
    orders: OrderLoader = field(init=False)
    order_lines: LinesLoader = field(init=False)
    order_steps: StepsLoader = field(init=False)
    basket_problems: ProblemsLoader = field(init=False)
    users: UserLoader = field(init=False)

    def __post_init__(self) -> None:
        self.products = product_loader(self.database)
        self.liked = liked_loader(self.database, self.current_user_id)
        self.configurable = configurable_loader(self.database)
        self.options = options_loader(self.database)
        self.orders = order_loader(self.database)
        self.order_lines = lines_loader(self.database)
        self.order_steps = steps_loader(self.database)
        self.basket_problems = basket_problems_loader(self.database, self.identity.caller)
        self.users = user_loader(self.database)

    def renewed(self) -> Self:
        """Returns a copy with empty loaders, for the next message of a subscription."""
        return replace(self)

    @property
    def database(self) -> Database:
        return self.service.database

    async def signed_in(self) -> Caller:
        """Returns the caller of a field that requires a session."""
        caller = await self.identity.caller()
        assert caller is not None
        return caller

    async def current_user_id(self) -> int | None:
        """Returns the id of the caller's account, or of the visitor in the cookie; None for a new visitor.

        Raises SessionUnchecked.
        """
        caller = await self.identity.caller()
        if caller is not None:
            return caller.user_id
        return self.visitor_id if self.identity.serves_visitors else None

    async def ensure_user_id(self) -> int:
        """Returns `current_user_id`. For a new visitor, creates a user and sets the visitor's cookie.

        Raises SessionUnchecked, and Unavailable if no visitor can be created or found.
        """
        user_id = await self.current_user_id()
        if user_id is None:
            user_id = self.visitor_id = await self.user_client.new_visitor()
            self.response.set_cookie(
                COOKIE,
                self.cookie.write(user_id),
                max_age=MAX_AGE_SECONDS,
                httponly=True,
                samesite="lax",
                secure=self.request.url.scheme == "https",
            )
        return user_id


def context_getter(
    service: Service, identify: Identify, user_client: UserClient, cookie: VisitorCookie, terms: Terms
) -> Callable[[Request, Response], Context]:
    """Returns the function that creates the context of a request."""
    shared = Shared(
        product_loader(service.database, remember=False),
        order_loader(service.database),
        lines_loader(service.database),
        fingerprint_loader(service.database),
    )

    def get_context(request: Request, response: Response) -> Context:
        return Context(
            service=service,
            identity=identify(request),
            visitor_id=cookie.read(request.cookies.get(COOKIE)),
            user_client=user_client,
            cookie=cookie,
            terms=terms,
            shared=shared,
            request=request,
            response=response,
        )

    return get_context
