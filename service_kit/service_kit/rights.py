"""Who may do what. Until there are accounts, one switch: whether anybody may write."""

from collections.abc import Awaitable, Callable

from service_kit.errors import Forbidden
from service_kit.settings import KitSettings

CLOSED = "Changes need a signed-in user. Set REST_ANONYMOUS=1 to let everybody make them."


def may_write(settings: KitSettings) -> bool:
    """Whether a request without a session may change anything."""
    return settings.rest_anonymous


def anonymous_writes(settings: KitSettings) -> Callable[[], Awaitable[None]]:
    """The check of a writing REST route, as a dependency. Raises Forbidden."""

    async def check() -> None:
        if not may_write(settings):
            raise Forbidden(CLOSED)

    return check
