"""Problematic texts. A service must either store each one unchanged or reject it."""

import re

import pytest

NUL = "a\x00b"

HARMLESS_TEXTS = {
    "sql": "'; DROP TABLE product; --",
    "sql in double quotes": '" OR ""="',
    "html": "<script>alert(1)</script>",
    "emoji of four bytes": "🍺 ale 👩‍🚀",
    "beyond the basic plane": "𝒜𠜎",
    "combining marks": "e\u0301 Å",
    "zero width": "zero\u200bwidth",
    "no character": "a\ufffe\uffffb",
    "wildcards": r"100%_of\it",
    "template": "${jndi:ldap://x} {{7*7}} %s %(x)s {0}",
    "backslash at the end": "end\\",
    "path": "../../etc/passwd",
    "number": "1e309",
}
"""Unusual but valid text: it must be returned unchanged."""

REFUSED_TEXTS = {
    "crlf": "one\r\nSet-Cookie: two=2",
    "line break": "one\ntwo",
    "tab": "one\ttwo",
    "right to left": "\u202eevil\u202c",
    "isolate": "cake \u2066evil\u2069",
    "control characters": "bell\x07 escape\x1b[31m delete\x7f",
    "line separator": "a\u2028b",
    "paragraph separator": "a\u2029b",
    "next line": "a\u0085c",
}
"""Text that single-line fields reject, because it breaks the line or reorders other text."""

REFUSED_LINE = re.compile(
    r"Remove the character U\+[0-9A-F]{4}: line breaks, control characters and characters that override the "
    r"writing direction are not allowed\."
)

all_harmless_texts = pytest.mark.parametrize("text", HARMLESS_TEXTS.values(), ids=HARMLESS_TEXTS.keys())
all_refused_texts = pytest.mark.parametrize("text", REFUSED_TEXTS.values(), ids=REFUSED_TEXTS.keys())

LONE_SURROGATE_JSON = rb'"\ud83d"'
"""A JSON string with half a surrogate pair. Encoders cannot write it, so it is sent as bytes."""
