"""Texts that have broken other services, and what may become of each: stored as it is, or refused."""

import pytest

NUL = "a\x00b"

HARMLESS_TEXTS = {
    "sql": "'; DROP TABLE product; --",
    "sql in double quotes": '" OR ""="',
    "html": "<script>alert(1)</script>",
    "crlf": "one\r\nSet-Cookie: two=2",
    "emoji of four bytes": "🍺 ale 👩‍🚀",
    "beyond the basic plane": "𝒜𠜎",
    "right to left": "\u202eevil\u202c",
    "combining marks": "e\u0301 Å",
    "zero width": "zero\u200bwidth",
    "control characters": "bell\x07 escape\x1b[31m delete\x7f",
    "unicode line ends": "a\u2028b\u0085c",
    "no character": "a\ufffe\uffffb",
    "wildcards": r"100%_of\it",
    "template": "${jndi:ldap://x} {{7*7}} %s %(x)s {0}",
    "backslash at the end": "end\\",
    "path": "../../etc/passwd",
    "number": "1e309",
}
"""Strange, but text: it must come back as it went in."""

all_harmless_texts = pytest.mark.parametrize("text", HARMLESS_TEXTS.values(), ids=HARMLESS_TEXTS.keys())

LONE_SURROGATE_JSON = rb'"\ud83d"'
"""A JSON string that stands for half a character; no encoder writes it, so it is sent as bytes."""
