"""Text keys: normalised text for comparing, sorting and searching in the same way on every database.

The collations of MySQL, MariaDB and SQLite differ, and SQLite's only support ASCII. So each text has a key in a
separate column, which is created here and compared byte by byte (decision 0034).
"""

import unicodedata
from collections.abc import Callable
from typing import Any

from sqlalchemy import String
from sqlalchemy.dialects import mysql

EXPANSION = 3
"""Maximum length of a key per character of text: case folding creates up to three characters."""
# Accents of Latin, Greek and Cyrillic. In other scripts, marks such as vowel signs distinguish words.
_ACCENTS = dict.fromkeys(range(0x0300, 0x0370))
# Letters that Unicode does not decompose.
_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "\u0131": "i"})
_SHORT_I, _PLACEHOLDER = "\u0438\u0306", "\ue000"


def case_key(text: str) -> str:
    """Return a key that is equal for texts that differ only in case or in character encoding."""
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", decomposed.casefold()))


def text_key(text: str) -> str:
    """Return a key that is equal for texts that differ only in case, accents, character width or spaces.

    The Cyrillic й keeps its mark, because it is a separate letter and not an accented и.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    folded = folded.replace(_SHORT_I, _PLACEHOLDER).translate(_ACCENTS).replace(_PLACEHOLDER, _SHORT_I)
    return " ".join(unicodedata.normalize("NFC", folded.translate(_LETTERS)).split())


def key_length(length: int) -> int:
    """The length of the key column for a text column of this length."""
    return EXPANSION * length


def key_type(length: int) -> String:
    """The type of the key column for a text column of this length; compared byte by byte."""
    size = key_length(length)
    return String(size).with_variant(mysql.VARCHAR(size, charset="utf8mb4", collation="utf8mb4_bin"), "mysql")


def kept(key: str, length: int) -> str:
    """Return the key, truncated to the length of its column."""
    return key[: key_length(length)]


def key_of(column: str, make: Callable[[str], str], length: int) -> Callable[[Any], str | None]:
    """Return the default function of a key column: it derives the key from the value of `column`."""

    def default(context: Any) -> str | None:
        text = context.get_current_parameters().get(column)
        return None if text is None else kept(make(text), length)

    return default
