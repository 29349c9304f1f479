"""tools/compose.mjs, on two small subgraphs."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from service_kit.graphql.schema import KitSchema

from testing.requirements import require_program

TOOLS = Path(__file__).parents[3] / "tools"
MAIN = """
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
type Query { liked: [Product!]! }
type Product @key(fields: "id") { id: ID! likedByMe: Boolean! }
"""


@pytest.fixture
def folder(tmp_path: Path, shop_schema: Callable[..., KitSchema]) -> Path:
    (tmp_path / "admin.graphql").write_text(shop_schema().as_str())
    (tmp_path / "main.graphql").write_text(MAIN)
    return tmp_path


@pytest.fixture
def compose(folder: Path, require_packages: Callable[[Path], None]) -> Callable[..., tuple[int, str]]:
    """Runs tools/compose.mjs on the folder; returns its exit code and error output."""
    node = require_program("node")
    require_packages(TOOLS)

    def run(*options: str) -> tuple[int, str]:
        command: list[str | Path] = [node, TOOLS / "compose.mjs", "--schema", folder, *options]
        result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        return result.returncode, result.stderr

    return run


def test_composes_exported_subgraphs(folder: Path, compose: Callable[..., tuple[int, str]]) -> None:
    assert compose("--main", "http://main.test/graphql") == (0, "")
    supergraph = (folder / "supergraph.graphql").read_text()
    assert 'ADMIN @join__graph(name: "admin", url: "http://127.0.0.1:8000/graphql")' in supergraph
    assert 'MAIN @join__graph(name: "main", url: "http://main.test/graphql")' in supergraph
    assert "likedByMe" in supergraph


def test_check_fails_if_the_supergraph_is_outdated(folder: Path, compose: Callable[..., tuple[int, str]]) -> None:
    drifted = (1, "schema/supergraph.graphql is out of date: run node tools/compose.mjs\n")
    assert compose("--check") == drifted
    assert not (folder / "supergraph.graphql").exists()
    compose()
    assert compose("--check") == (0, "")
    (folder / "main.graphql").write_text(MAIN.replace("likedByMe: Boolean!", "likedByMe: Boolean"))
    assert compose("--check") == drifted


def test_reports_why_subgraphs_do_not_compose(folder: Path, compose: Callable[..., tuple[int, str]]) -> None:
    (folder / "main.graphql").write_text(MAIN.replace("likedByMe", "title: String! likedByMe"))
    code, complaint = compose()
    assert code == 1
    assert 'Non-shareable field "Product.title" is resolved from multiple subgraphs' in complaint


def test_uses_apollos_composition_rules(folder: Path, compose: Callable[..., tuple[int, str]]) -> None:
    """Both subgraphs resolve `username`, one of them only with @provides, and it is not shareable."""
    imports = '["@key", "@external", "@provides"]'
    link = f'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: {imports})'
    (folder / "admin.graphql").write_text(
        f'{link} type Query {{ me: User }} type User @key(fields: "id") {{ id: ID! username: String! }}'
    )
    (folder / "main.graphql").write_text(
        f"""{link} type Query {{ buyer: User @provides(fields: "username") }}
        type User @key(fields: "id", resolvable: false) {{ id: ID! username: String! @external }}"""
    )
    code, complaint = compose()
    assert code == 1
    assert "Apollo's composer refuses the schemas" in complaint
    assert 'Non-shareable field "User.username" is resolved from multiple subgraphs' in complaint
