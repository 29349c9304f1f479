"""Text keys for comparing, sorting and searching."""

import sys

import pytest
from service_kit.db.text_keys import EXPANSION, case_key, kept, key_length, text_key

EVERY_CHARACTER = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("МЕДОВИК", "медовик"),
        ("Éclair", "eclair"),
        ("e\u0301clair", "ÉCLAIR"),
        ("JÜRGEN", "Jurgen"),
        ("Straße", "STRASSE"),
        ("İstanbul", "istanbul"),
        ("Łódź", "LODZ"),
        ("Ёлка", "елка"),
        ("Ὀδυσσεύς", "ΟΔΥΣΣΕΥΣ"),
        ("\uff21\uff22\uff23 \uff11", "abc 1"),
        (" two \u00a0 words ", "two words"),
    ],
)
def test_texts_that_differ_in_case_accents_and_blanks_have_one_key(one: str, other: str) -> None:
    assert text_key(one) == text_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("и", "й"), ("कि", "की"), ("か", "が"), ("a", "b"), ("1", "2"), ("\ufb01", "fl")]
)
def test_other_texts_have_other_keys(one: str, other: str) -> None:
    assert text_key(one) != text_key(other)


@pytest.mark.parametrize(("one", "other"), [("Jürgen", "JÜRGEN"), ("ß", "SS"), ("e\u0301", "É"), ("ς", "Σ")])
def test_a_case_key_is_the_same_regardless_of_case(one: str, other: str) -> None:
    assert case_key(one) == case_key(other)


@pytest.mark.parametrize(("one", "other"), [("josé", "jose"), ("müller", "muller"), ("й", "и")])
def test_a_case_key_tells_accents_apart(one: str, other: str) -> None:
    assert case_key(one) != case_key(other)


def test_a_key_is_its_own_key() -> None:
    for key in (text_key, case_key):
        assert [character for character in EVERY_CHARACTER if key(key(character)) != key(character)] == []


def test_there_is_room_for_every_folded_character() -> None:
    assert max(len(case_key(character)) for character in EVERY_CHARACTER) == EXPANSION
    assert len(kept(text_key("\ufdfa" * 10), 10)) == key_length(10)
