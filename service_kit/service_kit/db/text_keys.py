"""Keys by which texts for people are compared, ordered and searched, the same on every database.

The collations of MySQL, MariaDB and SQLite differ, and SQLite's know only ASCII. So each text has a key in a
column of its own, made here and compared byte by byte (decision 0034).
"""

import unicodedata
from collections.abc import Callable
from typing import Any

from sqlalchemy import String
from sqlalchemy.dialects import mysql

EXPANSION = 3
"""How many characters of a key there are room for to a character of the text: case folding makes up to three."""
# Accents of Latin, Greek and Cyrillic. Marks of other scripts, such as vowel signs, tell words apart.
_ACCENTS = dict.fromkeys(range(0x0300, 0x0370))
# Letters that Unicode does not take apart.
_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "\u0131": "i"})
_SHORT_I, _PLACEHOLDER = "\u0438\u0306", "\ue000"


def case_key(text: str) -> str:
    """The same for texts that differ in case, or in how their characters are encoded, alone."""
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", decomposed.casefold()))


def text_key(text: str) -> str:
    """The same for texts that differ in case, accents, widths of characters and blanks alone.

    The Cyrillic й keeps its mark: it is a letter of the alphabet, not an accented и.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    folded = folded.replace(_SHORT_I, _PLACEHOLDER).translate(_ACCENTS).replace(_PLACEHOLDER, _SHORT_I)
    return " ".join(unicodedata.normalize("NFC", folded.translate(_LETTERS)).split())


def key_length(length: int) -> int:
    """The length of the key column of a text column with this length."""
    return EXPANSION * length


def key_type(length: int) -> String:
    """The type of the key column of a text column with this length: compared byte by byte."""
    size = key_length(length)
    return String(size).with_variant(mysql.VARCHAR(size, charset="utf8mb4", collation="utf8mb4_bin"), "mysql")


def kept(key: str, length: int) -> str:
    """The key as the column keeps it; what expands more than there is room for is cut off."""
    return key[: key_length(length)]


def key_of(column: str, make: Callable[[str], str], length: int) -> Callable[[Any], str | None]:
    """The default of a key column: made from what `column` is inserted with."""

    def default(context: Any) -> str | None:
        text = context.get_current_parameters().get(column)
        return None if text is None else kept(make(text), length)

    return default
