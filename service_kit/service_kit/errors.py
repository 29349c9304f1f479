"""Errors that a caller is meant to see, each with a stable code.

Commands raise them; each edge maps them once (`rest.py` to HTTP, `graphql` to typed results).
Anything else that is raised is unexpected: it is logged with an id and masked.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar, TypeVar

from pydantic import BaseModel, ValidationError

MESSAGES: Mapping[str, str] = {
    "missing": "This field is required.",
    "string_type": "Not a valid string.",
    "string_unicode": "Not valid text: it holds characters that cannot be stored.",
    "int_parsing": "A valid integer is required.",
    "int_type": "A valid integer is required.",
    "decimal_parsing": "A valid number is required.",
    "decimal_type": "A valid number is required.",
    "finite_number": "A valid number is required.",
    "extra_forbidden": "Unknown field.",
}


class ServiceError(Exception):
    """Base of every error that is the caller's business."""

    code: ClassVar[str] = "ERROR"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(ServiceError):
    """The addressed thing does not exist (or is not the caller's to see)."""

    code = "NOT_FOUND"

    def __init__(self, message: str = "Not found.") -> None:
        super().__init__(message)


class InvalidInput(ServiceError):
    """Input that breaks a rule. `fields` maps each field to its messages."""

    code = "INVALID_INPUT"

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        self.fields = {name: list(messages) for name, messages in fields.items()}
        super().__init__("; ".join(f"{name}: {' '.join(texts)}" for name, texts in self.fields.items()))

    @classmethod
    def from_pydantic(cls, error: ValidationError) -> "InvalidInput":
        """Translate pydantic's report into one list of messages a field; a nested one is named by its path."""
        fields: dict[str, list[str]] = {}
        for item in error.errors(include_url=False, include_context=True):
            name = ".".join(map(str, item["loc"])) or "non_field_errors"
            fields.setdefault(name, []).append(message_for(item["type"], item["msg"], item.get("ctx", {})))
        return cls(fields)


InputT = TypeVar("InputT", bound=BaseModel)


def read_input(
    model: type[InputT], fields: Mapping[str, object], context: Mapping[str, object] | None = None
) -> InputT:
    """Read `fields` by the rules of `model`. Raises InvalidInput, which names each field that breaks one.

    `context` holds what rules need that depends on settings.
    """
    try:
        return model.model_validate(fields, context=context)
    except ValidationError as error:
        raise InvalidInput.from_pydantic(error) from None


class Unauthenticated(ServiceError):
    """The caller has no valid session, and this needs one."""

    code = "UNAUTHENTICATED"


class Forbidden(ServiceError):
    """The caller is known, and may not do this."""

    code = "FORBIDDEN"


class Unavailable(ServiceError):
    """Something this service needs is away; the same request may work later."""

    code = "UNAVAILABLE"


def message_for(kind: str, text: str, context: Mapping[str, object]) -> str:
    """What to tell a person about an error that pydantic reports by its kind, its own text and its context."""
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
