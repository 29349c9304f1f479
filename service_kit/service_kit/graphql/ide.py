"""GraphiQL without outside network: Strawberry's page with a script of our own, its files, and an exact CSP.

The files are the npm packages pinned in `graphiql/package.json`. The page names each with its version and keeps
its integrity hash, so a file that is not the one the page was made for is refused by the browser.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from strawberry.http.ides import get_graphql_ide_html

ASSETS = Path(__file__).parent / "graphiql" / "node_modules"
SCRIPT = Path(__file__).parent / "explorer.js"

_CDN_FILE = re.compile(
    r"https://unpkg\.com/(?P<package>(?:@[^/\"]+/)?[^@/\"]+)@(?P<version>[^/\"]+)/(?P<path>[^\"]+)"
)
_TITLE = "<title>Strawberry GraphiQL</title>"
_INLINE_SCRIPT = re.compile(r"<script>.*?</script>", re.DOTALL)
# The hash allows the one style sheet that GraphiQL's dialogs add themselves, to keep the page from scrolling.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'nonce-{nonce}'",
        "style-src 'nonce-{nonce}' 'sha256-Y/huXlwoYkVyQlxwSVcCi1RCDGDCSVBzDt0hYP9qlTc='",
        "font-src data:",
        "img-src data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_NOT_INSTALLED = (
    "<!doctype html><title>{title}</title><p>GraphiQL is not installed here. Run <code>make install</code>."
)


@dataclass(frozen=True, slots=True)
class Example:
    """A tab that the explorer opens with."""

    query: str
    variables: Mapping[str, object] | None = None


class Explorer:
    """The explorer's page and its files."""

    def __init__(self, name: str, assets_url: str, directory: Path, examples: Sequence[Example]) -> None:
        template = get_graphql_ide_html("graphiql")
        self._files = {
            _file_name(found): directory / found["package"] / found["path"]
            for found in _CDN_FILE.finditer(template)
        }
        self._assets_url = assets_url
        self._title = f"{escape(name)} GraphiQL"
        page = _CDN_FILE.sub(lambda found: f"{{assets}}/{_file_name(found)}", template)
        page = _INLINE_SCRIPT.sub(lambda _: f"<script>{_script(examples)}</script>", page)
        self._page = re.sub(r"<(script|style|link)\b", r'<\1 nonce="{nonce}"', page).replace(
            _TITLE, f"<title>{self._title}</title>"
        )

    def page(self, request: Request) -> Response:
        """The page, with a nonce of its own; or how to install it."""
        if not all(file.is_file() for file in self._files.values()):
            return HTMLResponse(_NOT_INSTALLED.format(title=self._title), 503, _headers("default-src 'none'"))
        nonce = secrets.token_urlsafe(16)
        # Relative, so that it also works behind a proxy that strips a prefix; to the path as the browser has it,
        # which routing may have taken the slash from.
        asked = request.scope.get("raw_path") or request.url.path.encode()
        assets = f"../{self._assets_url}" if asked.endswith(b"/") else self._assets_url
        html = self._page.replace("{nonce}", nonce).replace("{assets}", assets)
        return HTMLResponse(html, headers=_headers(_POLICY.format(nonce=nonce)))

    async def asset(self, request: Request) -> Response:
        """One of the page's files; nothing else is served."""
        file = self._files.get(request.path_params["file"])
        if file is None or not file.is_file():
            raise HTTPException(404)
        # The name holds the version: what it stands for never changes.
        headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
        return FileResponse(file, headers=headers)


def _script(examples: Sequence[Example]) -> str:
    tabs = [{"query": example.query, "variables": _indented(example.variables)} for example in examples]
    # In a script "<" could begin its end tag; JSON may write it otherwise.
    written = orjson.dumps(tabs).decode().replace("<", "\\u003c")
    return f"const examples = {written};\n{SCRIPT.read_text(encoding='utf-8')}"


def _indented(variables: Mapping[str, object] | None) -> str:
    return orjson.dumps(variables, option=orjson.OPT_INDENT_2).decode() if variables else ""


def _file_name(found: re.Match[str]) -> str:
    package = found["package"].removeprefix("@").replace("/", "-")
    return f"{package}-{found['version']}-{Path(found['path']).name}"


def _headers(policy: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Vary": "Accept",
    }
