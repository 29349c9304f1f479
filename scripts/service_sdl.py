"""Writes the SDL that each service returns to a gateway (`_service { sdl }`): scripts/service_sdl.py FOLDER."""

import asyncio
import sys
from pathlib import Path

from admin_service.schema import build_schema as admin_schema
from main_service.schema import build_schema as main_schema
from service_kit.graphql.schema import KitSchema


async def service_sdl(schema: KitSchema) -> str:
    """The SDL of a subgraph, by the query that gateways and composers send."""
    result = await schema.execute("{ _service { sdl } }")
    assert result.data is not None, result.errors
    return str(result.data["_service"]["sdl"])


def main(folder: Path) -> None:
    """Write admin.graphql and main.graphql to the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, build_schema in (("admin", admin_schema), ("main", main_schema)):
        sdl = asyncio.run(service_sdl(build_schema(production=False)))
        (folder / f"{name}.graphql").write_text(sdl, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
