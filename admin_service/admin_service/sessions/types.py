"""The input and result types of the mutations in `mutations.py`."""

from typing import Annotated

import strawberry
from service_kit.graphql.typed_errors import represents

from admin_service.graphql_errors import Error, InvalidInput
from admin_service.sessions import errors
from admin_service.sessions.graphql import SessionDelivery
from admin_service.users.graphql import User
from admin_service.users.mutations import EmailTaken, LastAdmin, UsernameTaken

RULES = "6 to 128 characters with a digit, an upper-case and a lower-case letter. Common passwords are refused."
DELIVERY = "How the client receives the session."


@strawberry.input(description="A new account.")
class RegisterInput:
    username: str = strawberry.field(
        description="1 to 50 letters, digits and the characters . _ - + @. Must be unique."
    )
    email: str = strawberry.field(description="The e-mail address. Must be unique.")
    first_name: str = strawberry.field(default="", description="The first name: up to 100 characters.")
    last_name: str = strawberry.field(default="", description="The last name: up to 100 characters.")
    password: str = strawberry.field(description=RULES)
    delivery: SessionDelivery = strawberry.field(default=SessionDelivery.TOKEN, description=DELIVERY)


@strawberry.input(description="The credentials to sign in with.")
class LoginInput:
    username: str = strawberry.field(description="The username, regardless of case.")
    password: str = strawberry.field(description="The password.")
    delivery: SessionDelivery = strawberry.field(default=SessionDelivery.TOKEN, description=DELIVERY)


@strawberry.input(description="The session to end.")
class EndSessionInput:
    id: strawberry.ID = strawberry.field(description="The ID of one of the user's sessions.")


@strawberry.input(description="The current and the new password.")
class ChangePasswordInput:
    current_password: str = strawberry.field(description="The current password.")
    new_password: str = strawberry.field(description=RULES)


@strawberry.input(description="Confirms that the account is to be deleted.")
class DeleteAccountInput:
    password: str = strawberry.field(description="The account's password.")


@represents(errors.InvalidCredentials)
@strawberry.type(description="The username or the password is wrong. The error does not say which of them.")
class InvalidCredentials(Error):
    pass


@represents(errors.WrongPassword)
@strawberry.type(description="The current password is wrong.")
class WrongPassword(Error):
    pass


@represents(errors.TooManyAttempts)
@strawberry.type(description="There were too many attempts. Wait before the next one.")
class TooManyAttempts(Error):
    retry_after_seconds: int = strawberry.field(
        description="The number of seconds to wait before the next attempt."
    )


@represents(errors.SessionNotFound)
@strawberry.type(description="The user has no session with this ID.")
class SessionNotFound(Error):
    id: strawberry.ID = strawberry.field(description="The requested ID.")


@strawberry.type(description="The account has been created, and the user is signed in.")
class RegisterSuccess:
    user: User = strawberry.field(description="The new user.")
    token: str | None = strawberry.field(description="The session token, or null if it is delivered as a cookie.")


@strawberry.type(description="The user is signed in.")
class LoginSuccess:
    user: User = strawberry.field(description="The signed-in user.")
    token: str | None = strawberry.field(description="The session token, or null if it is delivered as a cookie.")


@strawberry.type(description="The user is signed out.")
class LogoutSuccess:
    sessions: int = strawberry.field(description="The number of ended sessions.")


@strawberry.type(description="The session has been ended.")
class EndSessionSuccess:
    id: strawberry.ID = strawberry.field(description="The ID of the ended session.")


@strawberry.type(description="The password has been changed, and all other sessions have ended.")
class ChangePasswordSuccess:
    ended_sessions: int = strawberry.field(description="The number of ended sessions.")


@strawberry.type(
    description="The account has been deleted. Its likes and orders stay, but no longer show whose they are."
)
class DeleteAccountSuccess:
    id: strawberry.ID = strawberry.field(description="The ID of the deleted account.")


RegisterResult = Annotated[
    RegisterSuccess | InvalidInput | UsernameTaken | EmailTaken | TooManyAttempts,
    strawberry.union("RegisterResult", description="The result of `register`."),
]
LoginResult = Annotated[
    LoginSuccess | InvalidCredentials | TooManyAttempts,
    strawberry.union("LoginResult", description="The result of `login`."),
]
EndSessionResult = Annotated[
    EndSessionSuccess | SessionNotFound,
    strawberry.union("EndSessionResult", description="The result of `endSession`."),
]
ChangePasswordResult = Annotated[
    ChangePasswordSuccess | InvalidInput | WrongPassword | TooManyAttempts,
    strawberry.union("ChangePasswordResult", description="The result of `changePassword`."),
]
DeleteAccountResult = Annotated[
    DeleteAccountSuccess | WrongPassword | TooManyAttempts | LastAdmin,
    strawberry.union("DeleteAccountResult", description="The result of `deleteAccount`."),
]
