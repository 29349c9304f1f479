"""The signed cookie that identifies a visitor without an account. It contains a user id."""

from itsdangerous import BadSignature, URLSafeSerializer

COOKIE = "tandem_visitor"
MAX_AGE_SECONDS = 365 * 24 * 3600


class VisitorCookie:
    """Signs and verifies the value of the cookie."""

    def __init__(self, secret: str) -> None:
        self._serializer = URLSafeSerializer(secret, salt="visitor")

    def write(self, user_id: int) -> str:
        """Returns the value of the cookie for this user."""
        return str(self._serializer.dumps(user_id))

    def read(self, value: str | None) -> int | None:
        """Returns the id of the user; None without a cookie or with an invalid signature."""
        if value is None:
            return None
        try:
            user_id = self._serializer.loads(value)
        except BadSignature:
            return None
        return user_id if isinstance(user_id, int) else None
