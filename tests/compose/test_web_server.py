"""The web server of compose and Vite's own server are configured alike."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
CADDYFILE = (ROOT / "frontend/Caddyfile").read_text(encoding="utf-8")
VITE = (ROOT / "frontend/vite.config.ts").read_text(encoding="utf-8")
PROXY = (ROOT / "frontend/proxy.ts").read_text(encoding="utf-8")
ROUTE = re.compile(r'\{ path: "([^"]+)", service: "(\w+)"(?:, strip: "([^"]+)")?(, exact: true)? \}')


def test_both_have_the_same_table_of_routes() -> None:
    routes = ROUTE.findall(PROXY)
    assert len(routes) == PROXY.count("{ path: ")
    expected: dict[str, set[str]] = {}
    for path, service, strip, exact in routes:
        assert strip in {"", f"/{service}"}
        matcher = f"{service}_graphql" if strip else service
        expected.setdefault(matcher, set()).update({path, f"{path}/" if exact else f"{path}/*"})
    matchers = re.findall(r"^\t@(\w+) path (.+)$", CADDYFILE, re.MULTILINE)
    assert {name: set(paths.split()) for name, paths in matchers} == expected


def test_both_send_the_same_content_security_policy() -> None:
    listed = re.search(r"const contentSecurityPolicy = \[(.*?)\]", VITE, re.DOTALL)
    assert listed is not None
    policy = "; ".join(re.findall(r'["`]([^"`]+)["`]', listed[1])).replace("${imageHosts()}", "{$IMAGE_HOSTS:*}")
    assert f'?Content-Security-Policy "{policy}"' in CADDYFILE
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
