"""Tokens for the names of tests: what stands there has to be the same in every process of a run."""

import hashlib
from base64 import urlsafe_b64encode


def token_of(name: str) -> str:
    """A token in the form of a session's, always the same for the same name."""
    return urlsafe_b64encode(hashlib.sha256(name.encode()).digest()).decode().rstrip("=")
