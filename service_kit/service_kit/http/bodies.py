"""Parses request bodies of the REST routes (JSON objects and HTML forms) and describes them in OpenAPI."""

from typing import Any
from urllib.parse import parse_qsl

import orjson
from fastapi import Request
from pydantic import BaseModel
from starlette.exceptions import HTTPException

FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
MAX_FIELDS = 100


async def body_fields(request: Request) -> dict[str, object]:
    """Return the fields of a JSON object or HTML form, depending on the content type. An empty body has none."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == MULTIPART:
        return await _multipart_fields(request)
    body = await request.body()
    if kind == FORM:
        return _form_fields(body)
    if not body.strip():
        return {}
    if kind not in {"", "application/json"} and not kind.endswith("+json"):
        raise HTTPException(415, f'Unsupported media type "{kind}". Send JSON or an HTML form.')
    try:
        fields = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise HTTPException(400, f"JSON parse error: {error}") from None
    if not isinstance(fields, dict):
        raise HTTPException(400, "The body must be a JSON object.")
    return fields


def documented_body(model: type[BaseModel], *, required: bool = True) -> dict[str, Any]:
    """Return the OpenAPI description of a body that `body_fields` parses and `model` validates."""
    schema = model.model_json_schema(mode="validation")
    kinds = ("application/json", FORM, MULTIPART)
    return {"requestBody": {"required": required, "content": {kind: {"schema": schema} for kind in kinds}}}


def _form_fields(body: bytes) -> dict[str, object]:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS))
    except ValueError as error:
        raise HTTPException(400, f"The form cannot be read: {error}") from None


async def _multipart_fields(request: Request) -> dict[str, object]:
    try:
        (await request.body()).decode()  # the parser would decode invalid UTF-8 as Latin-1
        form = await request.form(max_files=0, max_fields=MAX_FIELDS)
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"The form cannot be read: {error}") from None
    except HTTPException as error:
        if error.status_code != 400:
            raise
        raise HTTPException(400, "The form cannot be read. Send plain fields without files.") from None
    return {name: value for name, value in form.items() if isinstance(value, str)}
