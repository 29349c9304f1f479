"""What the resolvers of one request share."""

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
from main_service.options.graphql import Judged
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
from main_service.products.loaders import MarkLoader, ProductLoader, mark_loader, product_loader
from main_service.users.directory import UserDirectory
from main_service.users.loaders import UserLoader, user_loader
from main_service.users.visitor import COOKIE, MAX_AGE_SECONDS, VisitorCookie


@dataclass(frozen=True)
class Shared:
    """Loaders that remember nothing, for the streams of the process: those that wake together read together."""

    products: ProductLoader
    orders: OrderLoader
    order_lines: LinesLoader
    mark: MarkLoader


@dataclass
class Context:
    """The service, who asks, and loaders that batch what nested fields ask for.

    `visitor_id` is the user that the visitor's cookie stands for. It counts while nobody is signed in, and only
    where visitors are served. What a visitor liked stays the visitor's when they sign in. `terms` are what a
    basket is opened and ordered by.
    """

    service: Service
    identity: Identity
    visitor_id: int | None
    directory: UserDirectory
    cookie: VisitorCookie
    terms: Terms
    shared: Shared
    request: Request
    response: Response
    judged: Judged = field(init=False, default_factory=Judged)
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
        self.liked = liked_loader(self.database, self.viewer)
        self.configurable = configurable_loader(self.database)
        self.options = options_loader(self.database)
        self.orders = order_loader(self.database)
        self.order_lines = lines_loader(self.database)
        self.order_steps = steps_loader(self.database)
        self.basket_problems = basket_problems_loader(self.database, self.identity.caller)
        self.users = user_loader(self.database)

    def renewed(self) -> Self:
        """The same with loaders that have read nothing yet, for the next message of a stream."""
        return replace(self)

    @property
    def database(self) -> Database:
        """The service's database."""
        return self.service.database

    async def signed_in(self) -> Caller:
        """The caller, for a field whose right admits nobody without a session."""
        caller = await self.identity.caller()
        assert caller is not None
        return caller

    async def viewer(self) -> int | None:
        """The user whose likes are the caller's; None for somebody who has liked nothing yet.

        Raises SessionUnchecked.
        """
        caller = await self.identity.caller()
        if caller is not None:
            return caller.user_id
        return self.visitor_id if self.identity.serves_visitors else None

    async def identify(self) -> int:
        """The user to tie a like to; a visitor who is new is made one, and given a cookie to keep it.

        Raises SessionUnchecked, and Unavailable where no user can be had.
        """
        user_id = await self.viewer()
        if user_id is None:
            user_id = self.visitor_id = await self.directory.new_visitor()
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
    service: Service, identify: Identify, directory: UserDirectory, cookie: VisitorCookie, terms: Terms
) -> Callable[[Request, Response], Context]:
    """The maker of a context for each request."""
    shared = Shared(
        product_loader(service.database, remember=False),
        order_loader(service.database),
        lines_loader(service.database),
        mark_loader(service.database),
    )

    def get_context(request: Request, response: Response) -> Context:
        return Context(
            service=service,
            identity=identify(request),
            visitor_id=cookie.read(request.cookies.get(COOKIE)),
            directory=directory,
            cookie=cookie,
            terms=terms,
            shared=shared,
            request=request,
            response=response,
        )

    return get_context
