"""The GraphQL types that are common to all typed errors."""

from enum import Enum
from typing import Self

import strawberry
from service_kit.graphql.typed_errors import represents
from strawberry.utils.str_converters import to_camel_case

from service_kit import errors


@strawberry.enum(description="A stable error code, for programs.")
class ErrorCode(Enum):
    INVALID_INPUT = strawberry.enum_value("INVALID_INPUT", description="Some fields of the input are invalid.")
    NOT_FOUND = strawberry.enum_value("NOT_FOUND", description="The requested object does not exist.")
    SKU_TAKEN = strawberry.enum_value("SKU_TAKEN", description="Another product already uses the SKU.")
    INSUFFICIENT_STOCK = strawberry.enum_value(
        "INSUFFICIENT_STOCK", description="Fewer units are available than requested."
    )
    USERNAME_TAKEN = strawberry.enum_value("USERNAME_TAKEN", description="Another user already has the username.")
    EMAIL_TAKEN = strawberry.enum_value(
        "EMAIL_TAKEN", description="Another account already has the e-mail address."
    )
    INVALID_CREDENTIALS = strawberry.enum_value(
        "INVALID_CREDENTIALS", description="The username or the password is wrong."
    )
    WRONG_PASSWORD = strawberry.enum_value("WRONG_PASSWORD", description="The current password is wrong.")
    TOO_MANY_ATTEMPTS = strawberry.enum_value(
        "TOO_MANY_ATTEMPTS", description="There were too many attempts. Wait before the next one."
    )
    LAST_ADMIN = strawberry.enum_value("LAST_ADMIN", description="The account is the last administrator.")
    VERSION_CONFLICT = strawberry.enum_value(
        "VERSION_CONFLICT", description="The object has been changed in the meantime."
    )
    IDEMPOTENCY_CONFLICT = strawberry.enum_value(
        "IDEMPOTENCY_CONFLICT",
        description="The idempotency key was used with another input, or its result was deleted.",
    )


@strawberry.interface(description="An error that the caller can correct.")
class Error:
    message: str = strawberry.field(description="The error message, for people.")
    code: ErrorCode = strawberry.field(description="The error code, for programs.")


@strawberry.federation.type(shareable=True, description="The errors of one input field.")
class FieldError:
    field: str = strawberry.field(description="The name of the input field.")
    messages: list[str] = strawberry.field(description="The error messages of the field.")


@represents(errors.InvalidInput)
@strawberry.federation.type(
    shareable=True, description="Some fields of the input are invalid. Nothing was changed."
)
class InvalidInput(Error):
    fields: list[FieldError] = strawberry.field(description="The invalid fields.")

    @classmethod
    def from_error(cls, error: errors.InvalidInput) -> Self:
        """Converts the names of the fields to those of the GraphQL input."""
        fields = [FieldError(field=to_camel_case(name), messages=texts) for name, texts in error.fields.items()]
        return cls(message="Some fields are not valid.", code=ErrorCode.INVALID_INPUT, fields=fields)
