"""What can be wrong with a request about users."""

from service_kit.errors import NotFound


class UserNotFound(NotFound):
    """No account has this name."""
