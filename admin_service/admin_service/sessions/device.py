"""Reads the device from a request."""

from starlette.requests import Request

from admin_service.sessions.model import Device

UNKNOWN = "unknown"


def device_of(request: Request) -> Device:
    """Returns the client address and browser. FORWARDED_ALLOW_IPS lists the trusted proxies."""
    address = request.client.host if request.client else UNKNOWN
    return Device(address[:45], request.headers.get("user-agent", "")[:200])
