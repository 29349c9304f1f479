"""GraphiQL without external resources: Strawberry's page with local files, our own script and a strict CSP.

The files come from the npm packages pinned in `graphiql/package.json`. The page refers to each file by version and
with an integrity hash, so the browser rejects a file that does not match.
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
# The hash allows the one style sheet that GraphiQL's dialogs add to prevent the page from scrolling.
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
    "<!doctype html><title>{title}</title><p>GraphiQL is not installed. Run <code>make install</code>."
)


@dataclass(frozen=True, slots=True)
class Example:
    """A tab that GraphiQL opens at the start."""

    query: str
    variables: Mapping[str, object] | None = None


class Explorer:
    """Serves the GraphiQL page and its files."""

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
        """Return the page with a new nonce, or a page that says how to install GraphiQL."""
        if not all(file.is_file() for file in self._files.values()):
            return HTMLResponse(_NOT_INSTALLED.format(title=self._title), 503, _headers("default-src 'none'"))
        nonce = secrets.token_urlsafe(16)
        # Relative, so that it also works behind a proxy that strips a prefix. Relative to the raw path, because
        # routing may have removed its trailing slash.
        asked = request.scope.get("raw_path") or request.url.path.encode()
        assets = f"../{self._assets_url}" if asked.endswith(b"/") else self._assets_url
        html = self._page.replace("{nonce}", nonce).replace("{assets}", assets)
        return HTMLResponse(html, headers=_headers(_POLICY.format(nonce=nonce)))

    async def asset(self, request: Request) -> Response:
        """Return one of the page's files. Nothing else is served."""
        file = self._files.get(request.path_params["file"])
        if file is None or not file.is_file():
            raise HTTPException(404)
        # The name contains the version, so the content of a URL never changes.
        headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
        return FileResponse(file, headers=headers)


def _script(examples: Sequence[Example]) -> str:
    tabs = [{"query": example.query, "variables": _indented(example.variables)} for example in examples]
    # "<" could start the script's end tag, so write it as a JSON escape.
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
