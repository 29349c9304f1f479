"""The registration form of client family 2."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from pydantic import BaseModel, ValidationInfo, field_validator
from service_kit.fields import text
from starlette.requests import Request

from admin_service.users.model import Email, Password, Registration, User, Username
from admin_service.users.password_rules import check_differs_from

Register = Callable[[Registration, Request], Awaitable[User]]
"""Creates an account. Raises UsernameTaken, EmailTaken, TooManyAttempts, Unavailable."""


class RegistrationForm(BaseModel):
    """A registration in the format of family 2."""

    username: Username
    mail: Email
    first_name: Annotated[str, *text(100)]
    last_name: Annotated[str, *text(100)]
    password: Password

    @field_validator("password")
    @classmethod
    def _differs_from_profile(cls, value: str, info: ValidationInfo) -> str:
        return check_differs_from(value, info.data.get("username"), info.data.get("mail"))

    def as_registration(self) -> Registration:
        return Registration(email=self.mail, **self.model_dump(exclude={"mail"}))
