"""The typed errors of this service's mutations."""

from enum import Enum

import strawberry


@strawberry.enum(description="What kind of error it is: stable, for programs.")
class ErrorCode(Enum):
    """The codes of all typed errors of this service."""

    NOT_FOUND = strawberry.enum_value("NOT_FOUND", description="There is no such thing.")
    ALREADY_LIKED = strawberry.enum_value("ALREADY_LIKED", description="The visitor liked it before.")
    NOT_LIKED = strawberry.enum_value("NOT_LIKED", description="There is no like to take back.")


@strawberry.interface(description="Something the caller can put right.")
class Error:
    """Every typed error says what is wrong, to people and to programs."""

    message: str = strawberry.field(description="What is wrong, for people.")
    code: ErrorCode = strawberry.field(description="What is wrong, for programs.")
