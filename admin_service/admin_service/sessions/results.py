"""What the mutations about signing in take and answer."""

from typing import Annotated

import strawberry
from service_kit.graphql.typed_errors import represents

from admin_service.graphql_errors import Error, InvalidInput
from admin_service.sessions import errors
from admin_service.sessions.graphql import SessionDelivery
from admin_service.users.graphql import User
from admin_service.users.mutations import EmailTaken, LastAdmin, UsernameTaken

RULES = "6 to 128 characters with a digit, an upper-case and a lower-case letter; not a common one."
DELIVERY = "How the session reaches the client."


@strawberry.input(description="A new account.")
class RegisterInput:
    username: str = strawberry.field(description="1 to 50 letters, digits and . _ - + @; must be unique.")
    email: str = strawberry.field(description="An e-mail address; must be unique.")
    first_name: str = strawberry.field(default="", description="Up to 100 characters.")
    last_name: str = strawberry.field(default="", description="Up to 100 characters.")
    password: str = strawberry.field(description=RULES)
    delivery: SessionDelivery = strawberry.field(default=SessionDelivery.TOKEN, description=DELIVERY)


@strawberry.input(description="Who wants to sign in.")
class LoginInput:
    username: str = strawberry.field(description="The username, regardless of case.")
    password: str = strawberry.field(description="The password.")
    delivery: SessionDelivery = strawberry.field(default=SessionDelivery.TOKEN, description=DELIVERY)


@strawberry.input(description="Which session to end.")
class EndSessionInput:
    id: strawberry.ID = strawberry.field(description="One of the signed-in user's sessions.")


@strawberry.input(description="Another password.")
class ChangePasswordInput:
    current_password: str = strawberry.field(description="The password as it is.")
    new_password: str = strawberry.field(description=RULES)


@strawberry.input(description="The confirmation that an account shall be deleted.")
class DeleteAccountInput:
    password: str = strawberry.field(description="The account's password.")


@represents(errors.InvalidCredentials)
@strawberry.type(description="There is no such account, or it has another password; which of the two is not told.")
class InvalidCredentials(Error):
    pass


@represents(errors.WrongPassword)
@strawberry.type(description="The password that was to confirm the change is not the account's.")
class WrongPassword(Error):
    pass


@represents(errors.TooManyAttempts)
@strawberry.type(description="There have been so many attempts that the next one has to wait.")
class TooManyAttempts(Error):
    retry_after_seconds: int = strawberry.field(description="After how many seconds to try again.")


@represents(errors.SessionNotFound)
@strawberry.type(description="The signed-in user has no such session.")
class SessionNotFound(Error):
    id: strawberry.ID = strawberry.field(description="The id that was asked for.")


@strawberry.type(description="The account is there, and its user signed in.")
class RegisterSuccess:
    user: User = strawberry.field(description="The new user.")
    token: str | None = strawberry.field(
        description="The session's token; null where it is delivered as a cookie."
    )


@strawberry.type(description="The user is signed in.")
class LoginSuccess:
    user: User = strawberry.field(description="The user.")
    token: str | None = strawberry.field(
        description="The session's token; null where it is delivered as a cookie."
    )


@strawberry.type(description="The user is signed out.")
class LogoutSuccess:
    sessions: int = strawberry.field(description="How many sessions have been ended.")


@strawberry.type(description="The session has been ended.")
class EndSessionSuccess:
    id: strawberry.ID = strawberry.field(description="The session's id.")


@strawberry.type(description="The password has been changed, and all other sessions have been ended.")
class ChangePasswordSuccess:
    ended_sessions: int = strawberry.field(description="How many other sessions have been ended.")


@strawberry.type(description="The account is gone. Its likes and orders stay, as nobody's.")
class DeleteAccountSuccess:
    id: strawberry.ID = strawberry.field(description="The id that the account had.")


RegisterResult = Annotated[
    RegisterSuccess | InvalidInput | UsernameTaken | EmailTaken | TooManyAttempts,
    strawberry.union("RegisterResult", description="What became of `register`."),
]
LoginResult = Annotated[
    LoginSuccess | InvalidCredentials | TooManyAttempts,
    strawberry.union("LoginResult", description="What became of `login`."),
]
EndSessionResult = Annotated[
    EndSessionSuccess | SessionNotFound,
    strawberry.union("EndSessionResult", description="What became of `endSession`."),
]
ChangePasswordResult = Annotated[
    ChangePasswordSuccess | InvalidInput | WrongPassword | TooManyAttempts,
    strawberry.union("ChangePasswordResult", description="What became of `changePassword`."),
]
DeleteAccountResult = Annotated[
    DeleteAccountSuccess | WrongPassword | TooManyAttempts | LastAdmin,
    strawberry.union("DeleteAccountResult", description="What became of `deleteAccount`."),
]
