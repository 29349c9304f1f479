"""The public audit of GraphQL over HTTP: https://www.npmjs.com/package/graphql-http"""

import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from fastapi import FastAPI

from testing.requirements import require_program

TOOLS = Path(__file__).parents[3] / "tools"
Serve = Callable[[FastAPI], AbstractContextManager[str]]


@pytest.fixture
def audit(require_packages: Callable[[Path], None]) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Runs tools/audit.mjs against an endpoint."""
    node = require_program("node")
    require_packages(TOOLS)

    def run(url: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [node, TOOLS / "audit.mjs", url], capture_output=True, text=True, timeout=60, check=False
        )

    return run


def test_passes_all_audits(
    shop: Callable[..., FastAPI], serve: Serve, audit: Callable[[str], subprocess.CompletedProcess[str]]
) -> None:
    with serve(shop()) as url:
        result = audit(f"{url}/graphql")
    assert result.returncode == 0, result.stdout + result.stderr
    verdicts = [line.split()[0] for line in result.stdout.splitlines()[:-1]]
    assert len(verdicts) > 60
    assert set(verdicts) == {"ok"}


def test_the_audit_fails_without_an_endpoint(
    serve: Serve, audit: Callable[[str], subprocess.CompletedProcess[str]]
) -> None:
    with serve(FastAPI()) as url:
        result = audit(f"{url}/graphql")
    assert result.returncode == 1
    assert "FAILED   4655 MUST accept application/json and match the content-type" in result.stdout
