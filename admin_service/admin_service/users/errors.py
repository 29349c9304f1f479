"""What can be wrong with a request about accounts."""

from collections.abc import Mapping

from service_kit.errors import NotFound, ServiceError


class UserNotFound(NotFound):
    """No account has this id."""

    def __init__(self, user_id: int) -> None:
        super().__init__()
        self.user_id = user_id


class UsernameTaken(ServiceError):
    """Another user has this name."""

    code = "USERNAME_TAKEN"

    def __init__(self, username: str) -> None:
        super().__init__("Somebody else has this username.")
        self.username = username

    def http_body(self) -> Mapping[str, object]:
        """The message at its field."""
        return {"username": [self.message]}


class EmailTaken(ServiceError):
    """Another user has this e-mail address."""

    code = "EMAIL_TAKEN"

    def __init__(self, email: str) -> None:
        super().__init__("There is an account with this e-mail address already.")
        self.email = email

    def http_body(self) -> Mapping[str, object]:
        """The message at its field."""
        return {"email": [self.message]}


class LastAdmin(ServiceError):
    """Without this administrator there would be none."""

    code = "LAST_ADMIN"

    def __init__(self) -> None:
        super().__init__("This is the last administrator. Make somebody else one first.")
