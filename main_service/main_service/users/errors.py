"""The errors of users."""

from service_kit.errors import NotFound


class UserNotFound(NotFound):
    """There is no account with this username."""
