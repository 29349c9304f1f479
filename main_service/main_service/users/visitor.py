"""How a visitor without an account is known again: a signed cookie that holds a user's id."""

from itsdangerous import BadSignature, URLSafeSerializer

COOKIE = "tandem_visitor"
MAX_AGE_SECONDS = 365 * 24 * 3600


class VisitorCookie:
    """Writes and reads the cookie's value; nobody without the secret can make one."""

    def __init__(self, secret: str) -> None:
        self._serializer = URLSafeSerializer(secret, salt="visitor")

    def write(self, user_id: int) -> str:
        """The cookie's value for this user."""
        return str(self._serializer.dumps(user_id))

    def read(self, value: str | None) -> int | None:
        """The user's id; None without a cookie, or with one that was not written here."""
        if value is None:
            return None
        try:
            user_id = self._serializer.loads(value)
        except BadSignature:
            return None
        return user_id if isinstance(user_id, int) else None
