"""Tokens for test parameters, which must be the same in every worker process."""

import hashlib
from base64 import urlsafe_b64encode


def token_of(name: str) -> str:
    """Return a token in the format of a session token; always the same for the same name."""
    return urlsafe_b64encode(hashlib.sha256(name.encode()).digest()).decode().rstrip("=")
