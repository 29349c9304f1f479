"""The typed errors of this service's mutations."""

from enum import Enum
from typing import Self

import strawberry
from service_kit.graphql.typed_errors import represents
from strawberry.utils.str_converters import to_camel_case

from service_kit import errors


@strawberry.enum(description="What kind of error it is: stable, for programs.")
class ErrorCode(Enum):
    INVALID_INPUT = strawberry.enum_value("INVALID_INPUT", description="Fields of the input break a rule.")
    NOT_FOUND = strawberry.enum_value("NOT_FOUND", description="There is no such thing.")
    SKU_TAKEN = strawberry.enum_value("SKU_TAKEN", description="Another product has the SKU.")
    INSUFFICIENT_STOCK = strawberry.enum_value(
        "INSUFFICIENT_STOCK", description="There is less of a product than is asked for."
    )
    USERNAME_TAKEN = strawberry.enum_value("USERNAME_TAKEN", description="Somebody else has the username.")
    EMAIL_TAKEN = strawberry.enum_value("EMAIL_TAKEN", description="Another account has the e-mail address.")
    INVALID_CREDENTIALS = strawberry.enum_value(
        "INVALID_CREDENTIALS", description="There is no such account, or it has another password."
    )
    WRONG_PASSWORD = strawberry.enum_value("WRONG_PASSWORD", description="The account has another password.")
    TOO_MANY_ATTEMPTS = strawberry.enum_value(
        "TOO_MANY_ATTEMPTS", description="There have been so many attempts that the next has to wait."
    )
    LAST_ADMIN = strawberry.enum_value("LAST_ADMIN", description="There would be no administrator left.")
    VERSION_CONFLICT = strawberry.enum_value(
        "VERSION_CONFLICT", description="It has been changed in the meantime."
    )
    IDEMPOTENCY_CONFLICT = strawberry.enum_value(
        "IDEMPOTENCY_CONFLICT",
        description="The key was used before, with another input or for something gone.",
    )


@strawberry.interface(description="Something the caller can put right.")
class Error:
    message: str = strawberry.field(description="What is wrong, for people.")
    code: ErrorCode = strawberry.field(description="What is wrong, for programs.")


@strawberry.federation.type(shareable=True, description="What is wrong with one field of the input.")
class FieldError:
    field: str = strawberry.field(description="The input's field, as it is named there.")
    messages: list[str] = strawberry.field(description="What is wrong with it, and what would be right.")


@represents(errors.InvalidInput)
@strawberry.federation.type(shareable=True, description="Fields of the input break a rule. Nothing was written.")
class InvalidInput(Error):
    fields: list[FieldError] = strawberry.field(description="Each field that breaks one.")

    @classmethod
    def from_error(cls, error: errors.InvalidInput) -> Self:
        """Names the fields as the input does."""
        fields = [FieldError(field=to_camel_case(name), messages=texts) for name, texts in error.fields.items()]
        return cls(message="Some fields are not valid.", code=ErrorCode.INVALID_INPUT, fields=fields)
