"""The documentation names files, functions and code that exist, and its relative links lead somewhere.

Three notations are checked in docs/walk.md, docs/glossary.md and CONTRIBUTING.md:

- a path in backticks (`service_kit/service_kit/events/outbox.py`), or only the name of a Python file (`outbox.py`)
- names and their file: `record` and `claim` in `service_kit/service_kit/events/outbox.py`; a quoted name is the
  title of a test
- a block of code whose first line is a comment with a path: each of its other lines is a line of that file
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CHECKED = ("docs/walk.md", "docs/glossary.md", "CONTRIBUTING.md")
NOT_OURS = {"node_modules", ".venv", "artifacts", "dist", "var"}
EXTENSIONS = "py|ts|tsx|mjs|json|toml|md|graphql|yaml|yml"
PATH = re.compile(rf"`([\w.-]+(?:/[\w.-]+)*\.(?:{EXTENSIONS})|[\w.-]+(?:/[\w.-]+)+/)`")
NAME = r'(?:`[A-Za-z_][\w.]*`|"[^"`]+")'
NAMES = re.compile(rf"({NAME}(?:,?(?: and)?\s+{NAME})*)\s+in\s+`([\w.-]+/[\w./-]+\.(?:{EXTENSIONS}))`")
BLOCK = re.compile(r"^```\w+\n(?:#|//) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def files(pattern: str) -> Iterator[Path]:
    """The files of the repository itself that match the pattern."""
    return (path for path in ROOT.rglob(pattern) if NOT_OURS.isdisjoint(path.relative_to(ROOT).parts))


MARKDOWN = sorted(str(path.relative_to(ROOT)) for path in files("*.md"))
PYTHON_NAMES = {path.name for path in files("*.py")}


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def exists(path: str) -> bool:
    """Whether the repository has this path; the bare name of a Python file may be in any folder."""
    return (ROOT / path).exists() or ("/" not in path and path in PYTHON_NAMES)


def named_in(document: str) -> list[tuple[str, str]]:
    """The names in the document, each with its quotes, and the path of its file."""
    found = NAMES.findall(text_of(document))
    return [(" ".join(name.split()), path) for names, path in found for name in re.findall(NAME, names)]


def defines(path: str, name: str) -> bool:
    """Whether the file defines a function, class, type or constant of this name, or contains the quoted title."""
    source = text_of(path)
    if name.startswith('"'):
        return name in source
    name = name.strip("`")
    return all(_definition(part).search(source) for part in name.split("."))


def _definition(name: str) -> re.Pattern[str]:
    keywords = "def|class|function|const|let|interface|type"
    return re.compile(rf"\b(?:{keywords}) {name}\b|^\s*{name}(?:: [^=\n]+)? = ", re.MULTILINE)


def anchor(heading: str) -> str:
    """The fragment by which GitHub addresses a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def leads_somewhere(document: str, link: str) -> bool:
    """Whether a relative link of the document names a file or folder, and a heading in it if it has a fragment."""
    path, _, fragment = link.partition("#")
    target = (ROOT / document).parent / path if path else ROOT / document
    if not fragment:
        return target.exists()
    return target.is_file() and fragment in map(anchor, HEADING.findall(target.read_text(encoding="utf-8")))


@pytest.mark.parametrize("document", CHECKED)
def test_every_path_that_is_named_exists(document: str) -> None:
    named = PATH.findall(text_of(document))
    assert named
    assert [path for path in named if not exists(path)] == []


@pytest.mark.parametrize("document", CHECKED)
def test_every_name_is_defined_in_its_file(document: str) -> None:
    named = named_in(document)
    assert [f"{name} in {path}" for name, path in named if not (exists(path) and defines(path, name))] == []


def test_the_walk_names_functions_and_shows_code() -> None:
    assert len(named_in("docs/walk.md")) >= 10
    assert len(BLOCK.findall(text_of("docs/walk.md"))) >= 5


@pytest.mark.parametrize("document", CHECKED)
def test_every_line_of_code_is_a_line_of_its_file(document: str) -> None:
    missing = []
    for path, code in BLOCK.findall(text_of(document)):
        lines = {line.strip() for line in text_of(path).splitlines()}
        shown = (line.strip() for line in code.splitlines())
        missing += [f"{path}: {line}" for line in shown if line and line != "…" and line not in lines]
    assert missing == []


@pytest.mark.parametrize("document", MARKDOWN)
def test_every_relative_link_leads_somewhere(document: str) -> None:
    links = (link for link in LINK.findall(text_of(document)) if not re.match(r"[a-z]+:", link))
    assert [link for link in links if not leads_somewhere(document, link)] == []
