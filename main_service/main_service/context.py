"""What the resolvers of one request share."""

from collections.abc import Callable
from dataclasses import dataclass

from service_kit.db import Database
from service_kit.rights import may_write
from service_kit.service import Service
from starlette.requests import Request
from starlette.responses import Response

from main_service.likes.loaders import LikedLoader, liked_loader
from main_service.products.loaders import ProductLoader, product_loader
from main_service.users.directory import UserDirectory
from main_service.users.visitor import COOKIE, MAX_AGE_SECONDS, VisitorCookie


@dataclass
class Context:
    """The service, who asks, what they may do, and loaders that batch what nested fields ask for."""

    service: Service
    may_write: bool
    user_id: int | None
    products: ProductLoader
    liked: LikedLoader
    directory: UserDirectory
    cookie: VisitorCookie
    request: Request
    response: Response

    @property
    def database(self) -> Database:
        """The service's database."""
        return self.service.database

    async def identify(self) -> int:
        """The visitor's user id; one who is new is given an identity, and a cookie to keep it."""
        if self.user_id is None:
            self.user_id = await self.directory.new_visitor()
            self.liked = liked_loader(self.database, self.user_id)
            self.response.set_cookie(
                COOKIE,
                self.cookie.write(self.user_id),
                max_age=MAX_AGE_SECONDS,
                httponly=True,
                samesite="lax",
                secure=self.request.url.scheme == "https",
            )
        return self.user_id


def context_getter(
    service: Service, directory: UserDirectory, cookie: VisitorCookie
) -> Callable[[Request, Response], Context]:
    """The maker of a context for each request."""
    writable = may_write(service.settings)

    def get_context(request: Request, response: Response) -> Context:
        user_id = cookie.read(request.cookies.get(COOKIE))
        return Context(
            service=service,
            may_write=writable,
            user_id=user_id,
            products=product_loader(service.database),
            liked=liked_loader(service.database, user_id),
            directory=directory,
            cookie=cookie,
            request=request,
            response=response,
        )

    return get_context
