"""The contracts in `schema/`: the code matches them, and each service accepts the events of the other."""

import json
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from graphql import DocumentNode, Node, Visitor, parse, visit
from jsonschema import Draft202012Validator, FormatChecker
from service_kit.process.cli import Commands, main
from service_kit.process.service import Service

from testing.events import SCHEMAS, event, failures, published_types, receive, sample_of
from testing.one_service import Stage

SCHEMA = SCHEMAS.parent
FORMATS = FormatChecker()
OF_FEDERATION = {"_Any", "_Entity", "_Service", "_entities", "_service", "representations", "sdl"}


def assert_keeps_its_contract(body: bytes) -> None:
    """Check the event with the official CloudEvents package, and its data with the committed schema."""
    read = JSONFormat().read(CloudEvent, body)
    assert read.get_specversion() == "1.0"
    assert read.get_time() is not None
    schema = json.loads((SCHEMAS / f"{read.get_type()}.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema, format_checker=FORMATS).validate(read.get_data())
    assert set(schema["properties"]) == set(json.loads(body)["data"])


class ContractChecks:
    """Derive from it with the service's `commands`, the name of the other service, and its SDL file."""

    commands: Commands
    other: str
    sdl: str

    def test_the_committed_files_match_the_code(self, capsys: pytest.CaptureFixture[str]) -> None:
        status = main(self.commands, ["export-schema", "--check", "--folder", str(SCHEMA)])
        assert (status, capsys.readouterr().out) == (0, "")

    def test_a_file_that_differs_is_named(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(self.commands, ["export-schema", "--folder", str(tmp_path)]) == 0
        changed = tmp_path / self.sdl
        changed.write_text("type Query { nothing: Int }", encoding="utf-8")
        capsys.readouterr()
        assert main(self.commands, ["export-schema", "--check", "--folder", str(tmp_path)]) == 1
        assert capsys.readouterr().out == f"differs from the code: {changed}\n"
        assert changed.read_text(encoding="utf-8") == "type Query { nothing: Int }"

    def test_everything_in_the_sdl_is_described(self) -> None:
        document = parse((SCHEMA / self.sdl).read_text(encoding="utf-8"))
        assert _undescribed(document) == []

    def test_sample_events_match_their_schemas(self) -> None:
        own = published_types(self.commands.definition.name)
        assert own
        for event_type in own:
            assert_keeps_its_contract(json.dumps(sample_of(event_type)).encode())

    def test_the_asyncapi_document_refers_to_every_event(self) -> None:
        document = (SCHEMA / "asyncapi.yaml").read_text(encoding="utf-8")
        missing = [
            name for name in published_types(self.commands.definition.name) if f"{name}.json" not in document
        ]
        assert missing == []

    def test_accepts_every_event_that_the_other_service_publishes(self, service: Service, stage: Stage) -> None:
        published = published_types(self.other)
        assert {subscription.event_type for subscription in service.definition.subscriptions} == set(published)
        for event_type in published:
            self.make_ready_for(event_type, stage)
            receive(service.consumer, event(event_type, sample_of(event_type)["subject"], 1_000))
        assert failures(service.database) == []

    def test_its_queue_is_bound_to_the_consumed_types(self) -> None:
        definition = self.commands.definition
        patterns = [pattern.replace("#", "*") for pattern in definition.bindings[definition.queue]]
        for event_type in published_types(self.other):
            assert any(fnmatchcase(event_type, pattern) for pattern in patterns), event_type

    def make_ready_for(self, event_type: str, stage: Stage) -> None:
        """Create the objects that the other service's sample event refers to."""


def _undescribed(document: DocumentNode) -> list[str]:
    """Return the paths of definitions, fields, arguments and values without a description."""
    found: list[str] = []

    class Finder(Visitor):
        def enter(self, node: Node, _: object, __: object, ___: object, ancestors: Sequence[object]) -> None:
            if getattr(node, "description", node) is None:
                names = [item.name.value for item in [*ancestors, node] if getattr(item, "name", None)]  # type: ignore[attr-defined]
                found.extend([".".join(names)] if names and not OF_FEDERATION & set(names) else [])

    visit(document, Finder())
    return found
