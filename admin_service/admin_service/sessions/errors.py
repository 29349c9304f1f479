"""What can be wrong with signing in, and with sessions."""

from collections.abc import Mapping

from service_kit.errors import NotFound, ServiceError


class InvalidCredentials(ServiceError):
    """There is no such account, or the password is another; which of the two is not told."""

    code = "INVALID_CREDENTIALS"
    http_status = 404

    def __init__(self) -> None:
        super().__init__("Invalid username and / or password")

    def http_body(self) -> Mapping[str, object]:
        """The body that client family 2 expects."""
        return {"message": self.message}


class WrongPassword(ServiceError):
    """The password that confirms a change is not the account's."""

    code = "WRONG_PASSWORD"

    def __init__(self) -> None:
        super().__init__("This is not your password.")


class TooManyAttempts(ServiceError):
    """There have been so many attempts that the next one has to wait."""

    code = "TOO_MANY_ATTEMPTS"
    http_status = 429

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"Too many attempts. Try again in {retry_after_seconds} s.")
        self.retry_after_seconds = retry_after_seconds

    def http_headers(self) -> Mapping[str, str]:
        """The number of seconds after which to retry."""
        return {"Retry-After": str(self.retry_after_seconds)}


class SessionNotFound(NotFound):
    """The caller has no such session."""
