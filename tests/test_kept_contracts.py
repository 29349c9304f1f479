"""tools/check-breaking.mjs: what breaks clients is found, by its name, and has to be recorded."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from testing.requirements import require_packages, require_program

ROOT = Path(__file__).parents[1]
TOOLS = ROOT / "tools"
UNRECORDED = "Breaks clients, and schema/breaking.json does not record it: "
HEAD = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible"])\n'

# Each by a name of its own, so that all of them can be looked at in one run: before, after, and what is said.
SDL: Mapping[str, tuple[str, str, list[str]]] = {
    "Added": ("type Added { a: Int }", "type Added { a: Int b: Int }", []),
    "Stricter": ("type Stricter { a: Int }", "type Stricter { a: Int! }", []),
    "Removed": (
        "type Removed { a: Int b: Int }",
        "type Removed { a: Int }",
        ["FIELD_REMOVED Removed.b was removed."],
    ),
    "Nullable": (
        "type Nullable { a: Int! }",
        "type Nullable { a: Int }",
        ["FIELD_CHANGED_KIND Nullable.a changed type from Int! to Int."],
    ),
    "Argument": (
        "type Argument { a(b: Int): Int }",
        "type Argument { a(b: Int, c: Int!): Int }",
        ["REQUIRED_ARG_ADDED A required arg c on Argument.a was added."],
    ),
    "Input": (
        "input Input { a: Int }",
        "input Input { a: Int b: Int! }",
        ["REQUIRED_INPUT_FIELD_ADDED A required field b on input type Input was added."],
    ),
    "Enum": (
        "enum Enum { A B }",
        "enum Enum { A }",
        ["VALUE_REMOVED_FROM_ENUM B was removed from enum type Enum."],
    ),
    "Gone": ("type Gone { a: Int }", "", ["TYPE_REMOVED Gone was removed."]),
}
# What only the graph of both loses.
HIDDEN = ("type Hidden { a: Int b: Int }", "type Hidden { a: Int b: Int @inaccessible }")

Schema = Mapping[str, Any]


def thing(required: str = "", **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": required.split()}


TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
NONE: Schema = {"type": "null"}
TREE = {"type": "object", "properties": {"branches": {"type": "array", "items": {"$ref": "#/$defs/Tree"}}}}
BARE_TREE = {
    "type": "object",
    "properties": {"branches": {"type": "array", "items": {"$ref": "#/$defs/Tree"}}, "leaf": TEXT},
}


@dataclass(frozen=True)
class Change:
    """A change of a schema, and what readers and writers of such values are told of it."""

    before: Schema
    after: Schema
    reader: tuple[str, ...] = ()
    writer: tuple[str, ...] = ()


SCHEMAS: Mapping[str, Change] = {
    "the-same": Change(thing("a", a=TEXT), thing("a", a=TEXT)),
    "described": Change(thing(a=TEXT), thing(a={**TEXT, "title": "A", "description": "An a."})),
    "added": Change(thing("a", a=TEXT), thing("a", a=TEXT, b=TEXT)),
    "added-and-required": Change(thing(), thing("b", b=TEXT), writer=("b has become required",)),
    "removed": Change(thing(a=TEXT, b=TEXT), thing(a=TEXT), ("b was removed",), ("b was removed",)),
    "optional": Change(thing("a", a=TEXT), thing(a=TEXT), reader=("a is no longer always there",)),
    "required": Change(thing(a=TEXT), thing("a", a=TEXT), writer=("a has become required",)),
    "retyped": Change(thing(a=TEXT), thing(a=NUMBER), *[("a changed from string to integer",)] * 2),
    "wider-number": Change(
        thing(a=NUMBER), thing(a={"type": "number"}), reader=("a changed from integer to number",)
    ),
    "narrower-number": Change(
        thing(a={"type": "number"}), thing(a=NUMBER), writer=("a changed from number to integer",)
    ),
    "nullable": Change(thing(a=TEXT), thing(a={"anyOf": [TEXT, NONE]}), reader=("a may be null now",)),
    "nullable-by-list": Change(
        thing(a=TEXT), thing(a={"type": ["string", "null"]}), reader=("a may be null now",)
    ),
    "not-nullable": Change(thing(a={"anyOf": [TEXT, NONE]}), thing(a=TEXT), writer=("a may no longer be null",)),
    "another-kind": Change(thing(a=TEXT), thing(a={"anyOf": [TEXT, NUMBER]}), reader=("a may be integer now",)),
    "enum-wider": Change(thing(a={"enum": ["A"]}), thing(a={"enum": ["A", "B"]}), reader=('a may be "B" now',)),
    "enum-narrower": Change(
        thing(a={"enum": ["A", "B"]}), thing(a={"enum": ["A"]}), writer=('a may no longer be "B"',)
    ),
    "enum-given-up": Change(
        thing(a={**TEXT, "enum": ["A"]}), thing(a=TEXT), reader=('a is no longer one of "A"',)
    ),
    "anything-now": Change(thing(a=TEXT), thing(a={}), reader=("a changed from string to anything",)),
    "longer": Change(
        thing(a={**TEXT, "maxLength": 5}),
        thing(a={**TEXT, "maxLength": 9}),
        reader=("a changed its maxLength from 5 to 9",),
    ),
    "shorter": Change(
        thing(a=TEXT), thing(a={**TEXT, "maxLength": 5}), writer=("a changed its maxLength from none to 5",)
    ),
    "another-format": Change(
        thing(a={**TEXT, "format": "date"}),
        thing(a={**TEXT, "format": "date-time"}),
        *[("a changed its format from date to date-time",)] * 2,
    ),
    "in-a-list": Change(
        thing(a={"type": "array", "items": thing("b", b=TEXT)}),
        thing(a={"type": "array", "items": thing(b=TEXT)}),
        reader=("a[].b is no longer always there",),
    ),
    "in-a-map": Change(
        {"type": "object", "additionalProperties": TEXT},
        {"type": "object", "additionalProperties": NUMBER},
        *[("{} changed from string to integer",)] * 2,
    ),
    "closed": Change(
        thing(a=TEXT),
        {**thing(a=TEXT), "additionalProperties": False},
        writer=("it takes no other properties any more",),
    ),
    "of-its-kind": Change(
        {"$ref": "#/$defs/Tree", "$defs": {"Tree": BARE_TREE}},
        {"$ref": "#/$defs/Tree", "$defs": {"Tree": TREE}},
        ("branches[].leaf was removed", "leaf was removed"),
    ),
}


def operation(*, answers: Schema | None = None, **parts: Any) -> dict[str, Any]:
    return {"responses": answers or {"200": {}}, **parts}


def body(schema: Schema, **parts: Any) -> Schema:
    content = {"schema": schema}
    return {"content": {"application/json": content, "multipart/form-data": content}, **parts}


def parameter(name: str, schema: Schema = TEXT, **parts: Any) -> Schema:
    return {"name": name, "in": "query", "schema": schema, **parts}


OPERATIONS: Mapping[str, tuple[Schema | None, Schema | None, list[str]]] = {
    "as-it-was": (operation(), operation(answers={"200": {}, "418": {}}), []),
    "new-path": (None, operation(), []),
    "gone-path": (operation(), None, ["was removed"]),
    "gone-answer": (operation(answers={"200": {}, "404": {}}), operation(), ["no longer answers 404"]),
    "gone-type": (
        operation(answers={"200": body(TEXT)}),
        operation(answers={"200": {"content": {"application/json": {"schema": TEXT}}}}),
        ["answer 200: multipart/form-data was removed"],
    ),
    "gone-header": (
        operation(answers={"200": {"headers": {"Location": {}}}}),
        operation(),
        ["answer 200: the header Location was removed"],
    ),
    "answer-differs": (
        operation(answers={"200": body(thing(a=TEXT))}),
        operation(answers={"200": body(thing(a=NUMBER))}),
        ["answer 200: a changed from string to integer"],
    ),
    "request-differs": (
        operation(requestBody=body(thing(a=TEXT))),
        operation(requestBody=body(thing("a", a=TEXT))),
        ["request: a has become required"],
    ),
    "request-required": (
        operation(requestBody=body(TEXT)),
        operation(requestBody=body(TEXT, required=True)),
        ["request: a body has become required"],
    ),
    "request-gone": (operation(requestBody=body(TEXT)), operation(), ["request: the body was removed"]),
    "optional-parameter": (operation(), operation(parameters=[parameter("a")]), []),
    "required-parameter": (
        operation(parameters=[parameter("b")]),
        operation(parameters=[parameter("a", required=True), parameter("b", required=True)]),
        ["parameter b has become required", "parameter a has become required"],
    ),
    "gone-parameter": (operation(parameters=[parameter("a")]), operation(), ["parameter a was removed"]),
    "parameter-differs": (
        operation(parameters=[parameter("a", {"enum": ["A", "B"]})]),
        operation(parameters=[parameter("a", {"enum": ["A"]})]),
        ['parameter a: it may no longer be "B"'],
    ),
}


class Tree:
    """A folder with contracts, those of the last release, and the records."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.now, self.released = root / "schema", root / "schema" / "released"
        for folder in (self.now, self.released):
            for name in ("openapi", "events"):
                (folder / name).mkdir(parents=True, exist_ok=True)
            for name in ("admin", "main"):
                (folder / f"{name}.graphql").write_text(f"{HEAD} type Query {{ {name}: Int }}")
        self.record()
        self.changelog("")

    def sdl(self, before: str, after: str) -> None:
        for folder, text in ((self.released, before), (self.now, after)):
            (folder / "admin.graphql").write_text(f"{HEAD} type Query {{ admin: Int }}\n{text}")

    def write(self, name: str, before: object, after: object) -> None:
        for folder, content in ((self.released, before), (self.now, after)):
            if content is not None:
                (folder / name).write_text(json.dumps(content))

    def record(self, *records: Mapping[str, str]) -> None:
        (self.now / "breaking.json").write_text(json.dumps(records))

    def changelog(self, text: str) -> None:
        (self.root / "CHANGELOG.md").write_text(
            f"# Changelog\n\n## Unreleased\n\n{text}\n\n## 0.1.0\n- Old news.\n"
        )

    def check(self, *options: str) -> tuple[int, list[str]]:
        """Runs the tool; gives its exit status and what it says."""
        ended = run("--root", str(self.root), *options)
        assert ended.stderr == ""
        return ended.returncode, ended.stdout.splitlines()


def run(*options: str) -> subprocess.CompletedProcess[str]:
    require_packages(TOOLS)
    command = [str(require_program("node")), str(TOOLS / "check-breaking.mjs"), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """All that the tool says of all the changes at once."""
    tree = Tree(tmp_path_factory.mktemp("contracts"))
    cases = [*((before, after) for before, after, _ in SDL.values()), HIDDEN]
    tree.sdl("\n".join(before for before, _ in cases), "\n".join(after for _, after in cases))
    for name, change in SCHEMAS.items():
        tree.write(f"events/{name}.json", change.before, change.after)
    tree.write("events/dropped.json", thing(), None)
    old: dict[str, Any] = {}
    fresh: dict[str, Any] = {}
    for name, (was, is_, _) in OPERATIONS.items():
        old |= {f"/{name}/{{id}}": {"post": was}} if was else {}
        fresh |= {f"/{name}/{{key}}": {"post": is_}} if is_ else {}
    for name, change in SCHEMAS.items():
        if "$defs" not in change.before:  # there a document has its schemas in another place
            old[f"/written/{name}"] = {"post": operation(requestBody=body(change.before))}
            fresh[f"/written/{name}"] = {"post": operation(requestBody=body(change.after))}
    tree.write("openapi/admin.json", {"paths": old}, {"paths": fresh})
    status, said = tree.check()
    assert status == 1
    assert said.pop() == "CONTRIBUTING.md says how a break is recorded."
    assert all(line.startswith(UNRECORDED) for line in said)
    return [line.removeprefix(UNRECORDED) for line in said]


def of(found: list[str], prefix: str) -> list[str]:
    return [line.removeprefix(prefix) for line in found if line.startswith(prefix)]


@pytest.mark.parametrize("name", SDL)
def test_breaks_of_graphql(found: list[str], name: str) -> None:
    said = [line for line in of(found, "admin.graphql: ") if name in line]
    assert said == SDL[name][2]


def test_a_break_of_the_graph_of_both_is_said_once(found: list[str]) -> None:
    assert of(found, "the graph of both: ") == ["FIELD_REMOVED Hidden.b was removed."]
    assert of(found, "main.graphql: ") == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_breaks_of_events(found: list[str], name: str) -> None:
    assert of(found, f"events/{name}.json: ") == list(SCHEMAS[name].reader)


def test_an_event_that_is_no_longer_sent(found: list[str]) -> None:
    assert of(found, "events/dropped.json: ") == ["it was removed"]


@pytest.mark.parametrize("name", [name for name, change in SCHEMAS.items() if "$defs" not in change.before])
def test_breaks_of_requests(found: list[str], name: str) -> None:
    said = of(found, f"openapi/admin.json: POST /written/{name} request: ")
    assert said == list(SCHEMAS[name].writer)


@pytest.mark.parametrize("name", OPERATIONS)
def test_breaks_of_rest(found: list[str], name: str) -> None:
    assert of(found, f"openapi/admin.json: POST /{name}/{{id}} ") == OPERATIONS[name][2]


BREAK = "events/told.json: a was removed"
RECORD = {"break": BREAK, "reason": "Nobody read it.", "changelog": "Event `told`: without `a`, which nobody read"}


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """Contracts with one break."""
    tree = Tree(tmp_path)
    tree.write("events/told.json", thing(a=TEXT), thing())
    return tree


def test_a_break_that_is_recorded_and_named_in_the_changelog_passes(tree: Tree) -> None:
    assert tree.check() == (1, [UNRECORDED + BREAK, "CONTRIBUTING.md says how a break is recorded."])
    tree.record(RECORD)
    tree.changelog("- Event `told`: without `a`,\n  which nobody read.")
    assert tree.check() == (0, ["1 breaking changes since the last release, all of them recorded"])


def test_the_changelog_has_to_name_it_among_what_is_not_released(tree: Tree) -> None:
    tree.record({**RECORD, "changelog": "Old news"})
    complaint = (
        f'"Unreleased" in CHANGELOG.md does not say "Old news", as schema/breaking.json has it for: {BREAK}'
    )
    assert tree.check()[1][0] == complaint


def test_a_record_of_what_is_no_break_is_named(tree: Tree) -> None:
    tree.changelog(RECORD["changelog"])
    tree.record(RECORD, {**RECORD, "break": "events/told.json: b was removed"})
    stale = "schema/breaking.json records what is no break (any more): events/told.json: b was removed"
    assert tree.check() == (1, [stale, "CONTRIBUTING.md says how a break is recorded."])


def test_a_record_needs_a_reason(tree: Tree) -> None:
    tree.changelog(RECORD["changelog"])
    tree.record({**RECORD, "reason": " "})
    assert tree.check()[1][0].startswith("A record in schema/breaking.json lacks its reason: {")


def test_a_schema_that_it_cannot_compare_is_no_schema_that_keeps_its_promise(tree: Tree) -> None:
    tree.write("events/told.json", {"allOf": [TEXT]}, {"allOf": [NUMBER]})
    ended = run("--root", str(tree.root))
    assert ended.returncode == 1
    assert "cannot compare allOf" in ended.stderr


def test_a_release_moves_the_promise(tree: Tree) -> None:
    tree.record(RECORD)
    assert tree.check("--release")[0] == 0
    assert json.loads((tree.now / "breaking.json").read_text()) == []
    assert tree.check() == (0, ["0 breaking changes since the last release, all of them recorded"])
    assert json.loads((tree.released / "events/told.json").read_text()) == thing()


def test_the_contracts_as_they_are_keep_what_was_promised() -> None:
    ended = run()
    assert ended.returncode == 0, ended.stdout + ended.stderr
