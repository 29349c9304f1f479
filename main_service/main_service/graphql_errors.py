"""The GraphQL types of the errors that several mutations return."""

from enum import Enum
from typing import Self

import strawberry
from service_kit.graphql.typed_errors import represents
from strawberry.utils.str_converters import to_camel_case

from main_service.products import errors as product_errors
from service_kit import errors


@strawberry.enum(description="The kind of an error. Clients can rely on these values.")
class ErrorCode(Enum):
    INVALID_INPUT = strawberry.enum_value("INVALID_INPUT", description="One or more input fields are invalid.")
    NOT_FOUND = strawberry.enum_value("NOT_FOUND", description="The object does not exist.")
    ALREADY_LIKED = strawberry.enum_value("ALREADY_LIKED", description="The caller already likes the product.")
    NOT_LIKED = strawberry.enum_value("NOT_LIKED", description="The caller does not like the product.")
    INSUFFICIENT_STOCK = strawberry.enum_value(
        "INSUFFICIENT_STOCK", description="The stock is lower than the requested quantity."
    )
    STOCK_UNKNOWN = strawberry.enum_value(
        "STOCK_UNKNOWN", description="The stock of the product is not known yet."
    )
    BASKET_EMPTY = strawberry.enum_value("BASKET_EMPTY", description="The basket is empty.")
    PRODUCT_GONE = strawberry.enum_value("PRODUCT_GONE", description="A product is no longer available.")
    PRICE_CHANGED = strawberry.enum_value(
        "PRICE_CHANGED", description="The total differs from the expected total."
    )
    INVALID_CONFIGURATION = strawberry.enum_value(
        "INVALID_CONFIGURATION", description="The selected options of a product are not valid."
    )
    NOT_CANCELLABLE = strawberry.enum_value("NOT_CANCELLABLE", description="The order can no longer be cancelled.")
    IDEMPOTENCY_CONFLICT = strawberry.enum_value(
        "IDEMPOTENCY_CONFLICT",
        description="The idempotency key was already used with a different input, or its result no longer exists.",
    )


@strawberry.interface(description="An error that the caller can correct.")
class Error:
    message: str = strawberry.field(description="The error message to show to the user.")
    code: ErrorCode = strawberry.field(description="The kind of the error.")


@strawberry.enum(description="The reason why a line cannot be ordered.")
class LineProblemKind(Enum):
    PRODUCT_GONE = strawberry.enum_value("PRODUCT_GONE", description="The product is no longer available.")
    INVALID_CONFIGURATION = strawberry.enum_value(
        "INVALID_CONFIGURATION",
        description="The selected options of the product are not valid, or no longer valid.",
    )
    STOCK_UNKNOWN = strawberry.enum_value(
        "STOCK_UNKNOWN", description="The stock of the product is not known yet."
    )
    SOLD_OUT = strawberry.enum_value("SOLD_OUT", description="The product is sold out.")
    INSUFFICIENT_STOCK = strawberry.enum_value(
        "INSUFFICIENT_STOCK", description="The stock is lower than the requested quantity. See `available`."
    )
    LIMIT_REACHED = strawberry.enum_value(
        "LIMIT_REACHED", description="The line would exceed a limit of the basket."
    )


@strawberry.type(description="The reason why a line cannot be ordered, and how to fix it.")
class LineProblem:
    line_id: strawberry.ID = strawberry.field(description="The id of the line.")
    title: str = strawberry.field(description="The title of the product.")
    kind: LineProblemKind = strawberry.field(description="The kind of the problem.")
    message: str = strawberry.field(description="The message to show to the user.")
    available: int | None = strawberry.field(
        description="The available stock of the product, whatever options are selected. Null if the stock is "
        "not the problem."
    )


@strawberry.interface(description="Returned when lines of the basket cannot be ordered. No order was placed.")
class LinesRefused(Error):
    lines: list[LineProblem] = strawberry.field(
        description="All lines that cannot be ordered. Empty if the error does not concern lines of a basket."
    )


@represents(product_errors.ProductNotFound, id="product_id")
@strawberry.federation.type(shareable=True, description="Returned when the product does not exist.")
class ProductNotFound(Error):
    id: strawberry.ID = strawberry.field(description="The requested id.")


@strawberry.federation.type(shareable=True, description="The errors of one input field.")
class FieldError:
    field: str = strawberry.field(description="The name of the input field.")
    messages: list[str] = strawberry.field(description="The error messages of the field.")


@represents(errors.InvalidInput)
@strawberry.federation.type(
    shareable=True, description="Returned when input fields are invalid. Nothing was changed."
)
class InvalidInput(Error):
    fields: list[FieldError] = strawberry.field(description="The invalid fields.")

    @classmethod
    def from_error(cls, error: errors.InvalidInput) -> Self:
        """Converts the field names to those of the GraphQL input."""
        fields = [FieldError(field=to_camel_case(name), messages=texts) for name, texts in error.fields.items()]
        return cls(message="Some fields are not valid.", code=ErrorCode.INVALID_INPUT, fields=fields)
