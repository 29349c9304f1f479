"""The typed errors of this service's mutations."""

from enum import Enum
from typing import Self

import strawberry
from service_kit.graphql.typed_errors import represents
from strawberry.utils.str_converters import to_camel_case

from main_service.products.errors import ProductNotFound as ProductNotFoundError
from service_kit import errors


@strawberry.enum(description="What kind of error it is: stable, for programs.")
class ErrorCode(Enum):
    INVALID_INPUT = strawberry.enum_value("INVALID_INPUT", description="Fields of the input break a rule.")
    NOT_FOUND = strawberry.enum_value("NOT_FOUND", description="There is no such thing.")
    ALREADY_LIKED = strawberry.enum_value("ALREADY_LIKED", description="The caller liked it before.")
    NOT_LIKED = strawberry.enum_value("NOT_LIKED", description="There is no like to take back.")
    INSUFFICIENT_STOCK = strawberry.enum_value(
        "INSUFFICIENT_STOCK", description="There is less in stock than wanted."
    )
    STOCK_UNKNOWN = strawberry.enum_value(
        "STOCK_UNKNOWN", description="The stock of the product is not known here (yet)."
    )
    BASKET_EMPTY = strawberry.enum_value("BASKET_EMPTY", description="There is nothing to order.")
    PRODUCT_GONE = strawberry.enum_value("PRODUCT_GONE", description="A product is no longer sold.")
    PRICE_CHANGED = strawberry.enum_value(
        "PRICE_CHANGED", description="The order would cost another total than expected."
    )
    INVALID_CONFIGURATION = strawberry.enum_value(
        "INVALID_CONFIGURATION", description="What is chosen of a product cannot be bought so."
    )
    NOT_CANCELLABLE = strawberry.enum_value("NOT_CANCELLABLE", description="The order can no longer be cancelled.")
    IDEMPOTENCY_CONFLICT = strawberry.enum_value(
        "IDEMPOTENCY_CONFLICT", description="The key was used before, with another input or for something gone."
    )


@strawberry.interface(description="Something the caller can put right.")
class Error:
    message: str = strawberry.field(description="What is wrong, for people.")
    code: ErrorCode = strawberry.field(description="What is wrong, for programs.")


@strawberry.enum(description="Why a line cannot be had.")
class LineProblemKind(Enum):
    PRODUCT_GONE = strawberry.enum_value("PRODUCT_GONE", description="The product is no longer sold.")
    INVALID_CONFIGURATION = strawberry.enum_value(
        "INVALID_CONFIGURATION", description="The product cannot be bought with these options (any more)."
    )
    STOCK_UNKNOWN = strawberry.enum_value(
        "STOCK_UNKNOWN", description="The stock of the product is not known here (yet)."
    )
    SOLD_OUT = strawberry.enum_value("SOLD_OUT", description="There is none left.")
    INSUFFICIENT_STOCK = strawberry.enum_value(
        "INSUFFICIENT_STOCK", description="There are some left, but fewer than wanted; see `available`."
    )
    LIMIT_REACHED = strawberry.enum_value("LIMIT_REACHED", description="A limit of the basket would be exceeded.")


@strawberry.type(description="Why a line cannot be had, and what to do about it.")
class LineProblem:
    line_id: strawberry.ID = strawberry.field(description="The line's id.")
    title: str = strawberry.field(description="The title of the line's product.")
    kind: LineProblemKind = strawberry.field(description="The reason, for programs.")
    message: str = strawberry.field(description="The reason and what to do, for people.")
    available: int | None = strawberry.field(
        description="How many of the product there are, options aside. Null where its stock is not the reason."
    )


@strawberry.interface(description="Lines of the basket cannot be ordered. Nothing was ordered.")
class LinesRefused(Error):
    lines: list[LineProblem] = strawberry.field(
        description="Every line that cannot be ordered, with its reason; empty where no line of a basket is meant."
    )


@represents(ProductNotFoundError, id="product_id")
@strawberry.federation.type(shareable=True, description="There is no product with this id.")
class ProductNotFound(Error):
    id: strawberry.ID = strawberry.field(description="The id that was asked for.")


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
