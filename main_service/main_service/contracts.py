"""The contracts that main_service keeps, as files in schema/."""

from collections.abc import Mapping
from pathlib import Path

from fastapi import FastAPI
from service_kit.contracts import event_schemas, openapi, published, sdl

from main_service.likes import events as like_events
from main_service.schema import build_schema

LIKES = like_events.LikesData(product_id=17, likes=5)
PUBLISHED = (published(like_events.SOURCE, like_events.CHANGED, "product/17", 1_769_860_800_000_000, LIKES),)


def export(folder: Path, app: FastAPI) -> Mapping[Path, str]:
    """Every file that this service's code determines, with its text."""
    return {
        folder / "main.graphql": sdl(build_schema(production=False)),
        folder / "openapi" / "main.json": openapi(app),
        **event_schemas(folder / "events", PUBLISHED),
    }
