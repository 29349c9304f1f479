"""What can be wrong with signing in, and with sessions."""

from service_kit.errors import NotFound, ServiceError


class InvalidCredentials(ServiceError):
    """There is no such account, or the password is another; which of the two is not told."""

    code = "INVALID_CREDENTIALS"

    def __init__(self) -> None:
        super().__init__("Invalid username and / or password")


class WrongPassword(ServiceError):
    """The password that confirms a change is not the account's."""

    code = "WRONG_PASSWORD"

    def __init__(self) -> None:
        super().__init__("This is not your password.")


class TooManyAttempts(ServiceError):
    """There have been so many attempts that the next one has to wait. `retry_after` is in seconds."""

    code = "TOO_MANY_ATTEMPTS"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too many attempts. Try again in {retry_after} s.")
        self.retry_after = retry_after


class SessionNotFound(NotFound):
    """The caller has no such session."""
