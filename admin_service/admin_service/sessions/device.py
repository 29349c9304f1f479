"""From where a request comes."""

from starlette.requests import Request

from admin_service.sessions.model import Device

UNKNOWN = "unknown"


def device_of(request: Request) -> Device:
    """The address that the server sees (FORWARDED_ALLOW_IPS says which proxies are believed), and the browser."""
    address = request.client.host if request.client else UNKNOWN
    return Device(address[:45], request.headers.get("user-agent", "")[:200])
