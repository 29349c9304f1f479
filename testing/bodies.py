"""REST requests in all formats that older clients use: each kind of body, with and without a trailing slash."""

import httpx
import pytest

from testing.api import Client

either_slash = pytest.mark.parametrize("slash", ["", "/"])
every_body = pytest.mark.parametrize("body", ["json", "form", "multipart"])


async def send(client: Client, method: str, path: str, body: str, **fields: str) -> httpx.Response:
    """Send the fields as JSON, as an HTML form, or as a multipart form."""
    if body == "json":
        return await client.request(method, path, json=fields)
    if body == "form":
        return await client.request(method, path, data=fields)
    return await client.request(method, path, files={name: (None, value) for name, value in fields.items()})
