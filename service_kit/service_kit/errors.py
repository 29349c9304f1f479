"""Domain errors: what a caller did wrong, or what is unavailable. Each declares its code and its REST response.

Commands raise them. GraphQL types declare which of them they represent (`graphql/typed_errors.py`). Any other
exception is unexpected: it is logged with an id, and the client receives only the id.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar, TypeVar

from pydantic import BaseModel, ValidationError

MESSAGES: Mapping[str, str] = {
    "missing": "This field is required.",
    "string_type": "Not a valid string.",
    "string_unicode": "Not valid text: it has characters that cannot be stored.",
    "int_parsing": "A valid integer is required.",
    "int_type": "A valid integer is required.",
    "decimal_parsing": "A valid number is required.",
    "decimal_type": "A valid number is required.",
    "finite_number": "A valid number is required.",
    "extra_forbidden": "Unknown field.",
}


class ServiceError(Exception):
    """Base class of the errors that a client receives, with a stable code and the status of a REST response."""

    code: ClassVar[str] = "ERROR"
    http_status: ClassVar[int] = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def http_body(self) -> Mapping[str, object]:
        """The JSON body of the REST response."""
        return {"detail": self.message}

    def http_headers(self) -> Mapping[str, str]:
        """Additional headers of the REST response."""
        return {}


class NotFound(ServiceError):
    """The requested object does not exist, or the caller may not see it."""

    code = "NOT_FOUND"
    http_status = 404

    def __init__(self, message: str = "Not found.") -> None:
        super().__init__(message)


class InvalidInput(ServiceError):
    """Input that breaks a rule. `fields` maps each field to its messages."""

    code = "INVALID_INPUT"

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        self.fields = {name: list(messages) for name, messages in fields.items()}
        super().__init__("; ".join(f"{name}: {' '.join(texts)}" for name, texts in self.fields.items()))

    def http_body(self) -> Mapping[str, object]:
        """The messages by field."""
        return self.fields

    @classmethod
    def from_pydantic(cls, error: ValidationError) -> "InvalidInput":
        """Convert a pydantic error to one list of messages per field. Nested fields are named by their path."""
        fields: dict[str, list[str]] = {}
        for item in error.errors(include_url=False, include_context=True):
            name = ".".join(map(str, item["loc"])) or "non_field_errors"
            fields.setdefault(name, []).append(message_for(item["type"], item["msg"], item.get("ctx", {})))
        return cls(fields)


InputT = TypeVar("InputT", bound=BaseModel)


def read_input(
    model: type[InputT], fields: Mapping[str, object], context: Mapping[str, object] | None = None
) -> InputT:
    """Validate `fields` with `model`. Raises InvalidInput with messages for each invalid field.

    `context` has values from settings that validators need.
    """
    try:
        return model.model_validate(fields, context=context)
    except ValidationError as error:
        raise InvalidInput.from_pydantic(error) from None


class Unauthenticated(ServiceError):
    """The request needs a valid session."""

    code = "UNAUTHENTICATED"
    http_status = 401

    def http_headers(self) -> Mapping[str, str]:
        """The scheme to authenticate with."""
        return {"WWW-Authenticate": "Bearer"}


class Forbidden(ServiceError):
    """The caller is signed in but may not do this."""

    code = "FORBIDDEN"
    http_status = 403


class Unavailable(ServiceError):
    """A resource that this service needs is unavailable. The same request can succeed later."""

    code = "UNAVAILABLE"
    http_status = 503

    def http_headers(self) -> Mapping[str, str]:
        """The number of seconds after which to retry."""
        return {"Retry-After": "1"}


def message_for(kind: str, text: str, context: Mapping[str, object]) -> str:
    """Return the message for an error that pydantic reports with a type, a text and a context."""
    if kind == "string_too_long":
        return f"Ensure this field has no more than {context['max_length']} characters."
    if kind == "string_too_short":
        return "This field may not be blank."
    if kind == "greater_than_equal":
        return f"Ensure this value is greater than or equal to {context['ge']}."
    if kind == "decimal_max_places":
        return f"Ensure that there are no more than {context['decimal_places']} decimal places."
    if "valid email address" in text:
        return f"Enter a valid e-mail address: {text.partition(': ')[2]}"
    return MESSAGES.get(kind, text.removeprefix("Value error, "))
