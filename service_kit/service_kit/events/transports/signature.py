"""Signatures according to Standard Webhooks (https://www.standardwebhooks.com).

`webhook-signature: v1,base64(HMAC-SHA256(secret, "{webhook-id}.{webhook-timestamp}.{body}"))`
"""

import base64
import binascii
import hashlib
import hmac
import re
import time
from collections.abc import Mapping

TOLERANCE_SECONDS = 300
MIN_SECRET_BYTES = 24  # required by Standard Webhooks
_SECONDS = re.compile(r"[0-9]{1,12}")


class BadSignature(Exception):
    """A header is missing or wrong, or the signature does not match."""


def sign(secret: str, message_id: str, body: bytes, *, now: float | None = None) -> dict[str, str]:
    """Return the three headers that sign `body`. `secret` is `whsec_` followed by base64.

    Raises ValueError for an invalid secret.
    """
    timestamp = str(int(time.time() if now is None else now))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{_mac(secret, message_id, timestamp, body)}",
    }


def verify(secret: str, headers: Mapping[str, str], body: bytes, *, now: float | None = None) -> None:
    """Check the headers. Raises BadSignature if one is missing or wrong, or the timestamp is too old or new."""
    message_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    given = headers.get("webhook-signature", "")
    if not (message_id and timestamp and given):
        raise BadSignature("webhook-id, webhook-timestamp and webhook-signature are required")
    if not _SECONDS.fullmatch(timestamp):
        raise BadSignature("webhook-timestamp is not a number of seconds")
    if abs((time.time() if now is None else now) - int(timestamp)) > TOLERANCE_SECONDS:
        raise BadSignature("webhook-timestamp differs too much from the current time")
    expected = f"v1,{_mac(secret, message_id, timestamp, body)}".encode()
    if not any(hmac.compare_digest(expected, item.encode()) for item in given.split(" ")):
        raise BadSignature("webhook-signature does not match")


def key_of(secret: str) -> bytes:
    """Return the key of a secret. Raises ValueError if it is invalid or too short."""
    prefix, _, encoded = secret.partition("_")
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        key = b""
    if prefix != "whsec" or len(key) < MIN_SECRET_BYTES:
        raise ValueError(f"the secret must be whsec_ followed by base64 of at least {MIN_SECRET_BYTES} bytes")
    return key


def _mac(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    signed = f"{message_id}.{timestamp}.".encode() + body
    return base64.b64encode(hmac.new(key_of(secret), signed, hashlib.sha256).digest()).decode()
