"""The errors of sessions."""

from service_kit.errors import Unavailable


class SessionUnchecked(Unavailable):
    """No usable copy of the session exists, and admin_service does not answer."""

    def __init__(self) -> None:
        super().__init__(
            "Your session cannot be checked at the moment because the account service is unavailable. Try again "
            "shortly."
        )
