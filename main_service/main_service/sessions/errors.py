"""What can be wrong with a session, beside that there is none."""

from service_kit.errors import Unavailable


class SessionUnchecked(Unavailable):
    """Nobody can tell whether the session is valid: not here, and admin_service does not answer."""

    def __init__(self) -> None:
        super().__init__(
            "Your session cannot be checked at the moment, because the accounts are away. Try again shortly."
        )
