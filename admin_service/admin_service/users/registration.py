"""Registering as client family 2 does it: a form with names of its own."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from pydantic import BaseModel, ValidationInfo, field_validator
from service_kit.fields import text
from starlette.requests import Request

from admin_service.users.model import Email, Password, Registration, User, Username
from admin_service.users.password_rules import differs_from

Register = Callable[[Registration, Request], Awaitable[User]]
"""Adds the account that a request asks for. Raises UsernameTaken, EmailTaken, TooManyAttempts, Unavailable."""


class RegistrationForm(BaseModel):
    """The fields of family 2."""

    username: Username
    mail: Email
    first_name: Annotated[str, *text(100)]
    last_name: Annotated[str, *text(100)]
    password: Password

    @field_validator("password")
    @classmethod
    def _says_nothing_known(cls, value: str, info: ValidationInfo) -> str:
        return differs_from(value, info.data.get("username"), info.data.get("mail"))

    def as_registration(self) -> Registration:
        """The same, by this service's own names."""
        return Registration(email=self.mail, **self.model_dump(exclude={"mail"}))
