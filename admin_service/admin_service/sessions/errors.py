"""The errors of requests about sign-in and sessions."""

from collections.abc import Mapping

from service_kit.errors import NotFound, ServiceError


class InvalidCredentials(ServiceError):
    """The username or the password is wrong. The error does not say which of them."""

    code = "INVALID_CREDENTIALS"
    http_status = 404

    def __init__(self) -> None:
        super().__init__("Invalid username and / or password")

    def http_body(self) -> Mapping[str, object]:
        """Returns the body that client family 2 expects."""
        return {"message": self.message}


class WrongPassword(ServiceError):
    """The password that confirms a change is wrong."""

    code = "WRONG_PASSWORD"

    def __init__(self) -> None:
        super().__init__("This is not your password.")


class TooManyAttempts(ServiceError):
    """There were too many attempts."""

    code = "TOO_MANY_ATTEMPTS"
    http_status = 429

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"Too many attempts. Try again in {retry_after_seconds} seconds.")
        self.retry_after_seconds = retry_after_seconds

    def http_headers(self) -> Mapping[str, str]:
        return {"Retry-After": str(self.retry_after_seconds)}


class SessionNotFound(NotFound):
    """The session does not exist or belongs to another user."""
