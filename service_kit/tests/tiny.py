"""A complete minimal service: run it as `python -m tests.tiny COMMAND` next to the package."""

import sys
from collections.abc import Mapping
from pathlib import Path

from fastapi import FastAPI
from service_kit.contracts import openapi
from service_kit.events import outbox
from service_kit.events.event import Subscription
from service_kit.http.api import build_api
from service_kit.identity import Caller, Identity
from service_kit.process.cli import Commands, ExtraCommand, main
from service_kit.process.service import Definition, Service
from service_kit.process.settings import KitSettings
from service_kit.rights import Rights
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from .counter import COUNTER_SET, Counter, CounterData, counter_set, store


def republish(session: Session, after: int) -> int | None:
    """Publish the next two counters, ordered by value."""
    statement = select(Counter).where(col(Counter.value) > after).order_by(col(Counter.value)).limit(2)
    found = session.scalars(statement).all()
    outbox.record(session, *(counter_set(item.name, item.value, version=item.version) for item in found))
    return found[-1].value if found else None


def create_app(service: Service, carry_events: bool) -> FastAPI:
    """The API with only the kit's own routes."""

    async def nobody(_: str) -> Caller | None:
        return None

    return build_api(
        service,
        [],
        title="Tiny",
        description="It counts.",
        rights=Rights(),
        identify=lambda request: Identity(request, nobody, serves_visitors=True),
        carry_events=carry_events,
    )


def export(folder: Path, app: FastAPI) -> Mapping[Path, str]:
    """One contract."""
    return {folder / "openapi" / "tiny.json": openapi(app)}


def greet(service: Service, name: str) -> int:
    """A command of the service."""
    print(f"hello {name} from {service.name}")  # noqa: T201 - a command speaks
    return 7


DEFINITION = Definition(
    name="tiny",
    subscriptions=[Subscription(COUNTER_SET, CounterData, store)],
    bindings={"tiny.events": ["test.#"]},
    projections={},
    republish=(republish,),
)
COMMANDS = Commands(
    definition=DEFINITION,
    settings=KitSettings,
    api=create_app,
    migrations=Path(__file__).parent / "tiny_migrations",
    export=export,
    extra={"greet": ExtraCommand("say hello", greet, ("name",))},
)

if __name__ == "__main__":
    sys.exit(main(COMMANDS))
