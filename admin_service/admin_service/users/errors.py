"""The errors of requests about accounts."""

from collections.abc import Mapping

from service_kit.errors import NotFound, ServiceError


class UserNotFound(NotFound):
    """No account has this ID."""

    def __init__(self, user_id: int) -> None:
        super().__init__()
        self.user_id = user_id


class UsernameTaken(ServiceError):
    """Another user already has this username."""

    code = "USERNAME_TAKEN"

    def __init__(self, username: str) -> None:
        super().__init__("This username is taken. Choose another one.")
        self.username = username

    def http_body(self) -> Mapping[str, object]:
        return {"username": [self.message]}


class EmailTaken(ServiceError):
    """Another account already has this e-mail address."""

    code = "EMAIL_TAKEN"

    def __init__(self, email: str) -> None:
        super().__init__("Another account already has this e-mail address.")
        self.email = email

    def http_body(self) -> Mapping[str, object]:
        return {"email": [self.message]}


class LastAdmin(ServiceError):
    """The account is the last administrator."""

    code = "LAST_ADMIN"

    def __init__(self) -> None:
        super().__init__("This is the last administrator. Make another account an administrator first.")
