"""The pictures that documents, forms and programs use as examples exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PUBLIC = ROOT / "frontend" / "public"
NAMED = re.compile(r"/((?:pictures|static)/[\w./-]+\.\w+)")
SOURCES = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/**/*.md",
    "schema/**/*.graphql",
    "schema/openapi/*.json",
    "schema/events/*.json",
    "frontend/src/**/*.tsx",
    "admin_service/admin_service/**/*.py",
    "main_service/main_service/**/*.py",
)


def sources() -> Iterator[Path]:
    """The files that users read or see. Tests are excluded, because they name pictures that do not exist."""
    for pattern in SOURCES:
        yield from (path for path in ROOT.glob(pattern) if ".test." not in path.name)


@pytest.mark.parametrize("pattern", SOURCES)
def test_each_pattern_matches_files(pattern: str) -> None:
    assert any(ROOT.glob(pattern))


def test_every_example_picture_exists() -> None:
    named = {(path, address) for path in sources() for address in NAMED.findall(path.read_text(encoding="utf-8"))}
    assert len(named) >= 4
    missing = [
        f"{path.relative_to(ROOT)}: /{address}" for path, address in named if not (PUBLIC / address).is_file()
    ]
    assert missing == []
