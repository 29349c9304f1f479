"""Rights of GraphQL fields, declared beside them."""

from typing import Any, Never

from strawberry.permission import BasePermission
from strawberry.types import Info

from service_kit.graphql.errors import forbidden
from service_kit.rights import CLOSED


class MayWrite(BasePermission):
    """The field changes something. The context's `may_write` says whether the caller may."""

    message = CLOSED

    def has_permission(self, source: Any, info: Info, **kwargs: Any) -> bool:
        """Whether the caller may."""
        return bool(info.context.may_write)

    def on_unauthorized(self) -> Never:
        """Refuse with the code FORBIDDEN."""
        raise forbidden(CLOSED)
