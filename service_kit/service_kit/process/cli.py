"""Command-line interface of a service: `python -m <service> COMMAND`."""

import argparse
import signal
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import structlog
import uvicorn
from fastapi import FastAPI
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from service_kit.db.database import Database
from service_kit.errors import ServiceError
from service_kit.events import failed_events
from service_kit.process.service import Definition, Service
from service_kit.process.settings import KitSettings
from service_kit.telemetry import configure_logging

log = structlog.get_logger(__name__)
# Placeholders for exporting contracts: they do not depend on settings, but building an application requires some.
PLACEHOLDER_SETTINGS = {
    "database_url": "sqlite:///unused.db",
    "events_url": "amqp://127.0.0.1",
    "peer_url": "http://127.0.0.1",
    "secret_key": "-" * 32,
}


@dataclass(frozen=True)
class ExtraCommand:
    """An additional command of one service: `run` gets the service and the values of `arguments`."""

    help: str
    run: Callable[..., int]
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Commands:
    """Everything that the command-line interface needs to know about one service.

    `api` builds the application, with or without relaying and consuming events. `export` returns the contract
    files and their texts for a folder. `extra` has the service's additional commands by name.
    """

    definition: Definition
    settings: type[KitSettings]
    api: Callable[[Service, bool], FastAPI]
    migrations: Path
    export: Callable[[Path, FastAPI], Mapping[Path, str]]
    extra: Mapping[str, ExtraCommand] = field(default_factory=dict)


def main(commands: Commands, arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status. User errors are printed to standard error, one line each."""
    options = _parser(commands).parse_args(arguments)
    try:
        if options.command == "export-schema":
            return _export(commands, Path(options.folder), check=options.check)
        return _run(commands, options)
    except ValidationError as error:
        for item in error.errors(include_url=False, include_input=False):
            name, text = "_".join(map(str, item["loc"])).upper(), item["msg"].removeprefix("Value error, ")
            print(f"{name}: {text.removeprefix(f'{name} ')}".lstrip(": "), file=sys.stderr)
        return 2
    except (ServiceError, DBAPIError) as error:
        print(getattr(error, "message", None) or error.args[0], file=sys.stderr)
        return 1


def _run(commands: Commands, options: argparse.Namespace) -> int:
    settings = commands.settings()
    configure_logging(commands.definition.name, level=settings.log_level, json=settings.log_format == "json")
    if options.command == "migrate":
        from service_kit.db.migrations import upgrade  # noqa: PLC0415 - importing Alembic is slow

        upgrade(commands.migrations, settings.database_url.get_secret_value())
        return 0
    service = Service(commands.definition, settings)
    match options.command:
        case "serve":
            return _serve(commands, service, carry_events=not options.api_only)
        case "worker":
            return _work(service)
        case "resync":
            return _resync(service)
        case "dead-letters":
            return _dead_letters(service.database, options)
    extra = commands.extra[options.command]
    status = extra.run(service, *(getattr(options, name) for name in extra.arguments))
    service.database.dispose()
    return status


def _parser(commands: Commands) -> argparse.ArgumentParser:
    name = commands.definition.name
    parser = argparse.ArgumentParser(f"python -m {name}", description=f"Run and administer {name}.")
    sub = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serve = sub.add_parser("serve", help="serve the API and process events")
    serve.add_argument("--api-only", action="store_true", help="do not process events; run `worker` for that")
    sub.add_parser("worker", help="process events without serving the API")
    sub.add_parser("migrate", help="create or update the database tables")
    sub.add_parser("resync", help="publish the current state of everything again")
    letters = sub.add_parser("dead-letters", help="manage events that could not be applied")
    letter_sub = letters.add_subparsers(dest="action", required=True, metavar="ACTION")
    letter_sub.add_parser("list", help="list parked events, oldest first")
    for action, text in (("replay", "retry parked events"), ("discard", "delete parked events permanently")):
        action_parser = letter_sub.add_parser(action, help=text)
        action_parser.add_argument("ids", nargs="*", type=int, metavar="ID", help="an id shown by `list`")
        action_parser.add_argument("--all", action="store_true", help="all parked events")
    export = sub.add_parser("export-schema", help="write the SDL, the OpenAPI document and the event schemas")
    export.add_argument("--folder", default="schema", help="the target folder (default: schema)")
    export.add_argument("--check", action="store_true", help="write nothing; fail if a file differs")
    for command, extra in commands.extra.items():
        extra_parser = sub.add_parser(command, help=extra.help)
        for name in extra.arguments:
            extra_parser.add_argument(name, metavar=name.upper())
    return parser


def _serve(commands: Commands, service: Service, *, carry_events: bool) -> int:
    config = uvicorn.Config(
        commands.api(service, carry_events),
        host=service.settings.host,
        port=service.settings.port,
        log_config=None,
        access_log=service.settings.access_log,
        server_header=False,
        forwarded_allow_ips=service.settings.forwarded_allow_ips,
        timeout_graceful_shutdown=int(service.settings.shutdown_seconds),
        timeout_keep_alive=30,
        ws="websockets-sansio",  # waits in send for clients that do not read
        ws_max_size=service.settings.max_body_bytes,
        ws_per_message_deflate=False,  # would cost a third of a megabyte per socket and save little
    )
    server = _Server(config, service)
    for number in (signal.SIGTERM, signal.SIGINT):
        # uvicorn raises the signal again after its shutdown. Without a handler the process would be killed by it.
        signal.signal(number, server.handle_exit)
    server.run()
    return 0 if server.started else 1


class _Server(uvicorn.Server):
    """Closes live streams when shutdown begins. Otherwise the server would wait for them to end."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._live = service.live

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._live.close()
        super().handle_exit(sig, frame)


def _work(service: Service) -> int:
    """Process events until SIGTERM or SIGINT."""
    stopping = threading.Event()

    def stop(_: int, __: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    service.start()
    log.info("worker_started")
    stopping.wait()
    service.stop()
    return 0


def _resync(service: Service) -> int:
    """Write the current state of everything to the outbox in batches. A running relay publishes it."""
    for republish in service.definition.republish:
        after: int | None = 0
        while after is not None:
            last = after
            after = service.database.write(lambda session: republish(session, last))  # noqa: B023 - runs now
            if after is not None:
                print(f"{republish.__name__}: up to {after}")
    service.database.dispose()
    return 0


def _dead_letters(database: Database, options: argparse.Namespace) -> int:
    if options.action == "list":
        for letter in database.read(lambda reader: failed_events.parked(reader, limit=1000)):
            print(f"{letter.id}\t{letter.created_at:%Y-%m-%d %H:%M:%S}\t{letter.type or '?'}\t{letter.error}")
        return 0
    if bool(options.ids) == options.all:
        print("Give ids, or --all.", file=sys.stderr)
        return 2
    act = failed_events.replay if options.action == "replay" else failed_events.discard
    print(database.write(lambda session: act(session, None if options.all else options.ids)))
    return 0


def _export(commands: Commands, folder: Path, *, check: bool) -> int:
    service = Service(commands.definition, commands.settings.model_validate(PLACEHOLDER_SETTINGS))
    different = 0
    for path, text in commands.export(folder, commands.api(service, False)).items():
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        different += 1
        print(f"{'differs from the code' if check else 'written'}: {path}")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return 1 if check and different else 0
