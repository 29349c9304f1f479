"""The signed cookie of visitors."""

import base64
import json

import pytest
from itsdangerous import URLSafeSerializer
from main_service.users.visitor import VisitorCookie

KEY = "k" * 32
COOKIE = VisitorCookie(KEY)


@pytest.mark.parametrize("user_id", [1, 7, 2**31 - 1])
def test_reads_what_it_wrote(user_id: int) -> None:
    assert COOKIE.read(COOKIE.write(user_id)) == user_id


def test_the_same_id_and_key_make_the_same_cookie() -> None:
    assert VisitorCookie(KEY).write(7) == COOKIE.write(7)


def forged() -> dict[str, str]:
    good = COOKIE.write(7)
    payload, _, signature = good.partition(".")
    other = base64.urlsafe_b64encode(b"8").decode().rstrip("=")
    return {
        "nothing": "",
        "a number": "7",
        "no signature": payload,
        "an empty signature": f"{payload}.",
        "another's payload": f"{other}.{signature}",
        "a changed signature": good[:-1] + ("A" if good[-1] != "A" else "B"),
        "a signature twice": f"{good}.{signature}",
        "another key": VisitorCookie("x" * 32).write(7),
        "another purpose": str(URLSafeSerializer(KEY, salt="session").dumps(7)),
        "text": "🍺",
        "a null character": "\x00",
        "long": "a" * 100_000,
        "signed text": str(URLSafeSerializer(KEY, salt="visitor").dumps("7")),
        "signed list": str(URLSafeSerializer(KEY, salt="visitor").dumps([7])),
        "signed object": str(URLSafeSerializer(KEY, salt="visitor").dumps({"id": 7})),
        "JSON": json.dumps({"id": 7}),
    }


@pytest.mark.parametrize("value", forged().values(), ids=forged().keys())
def test_an_invalid_cookie_has_no_user(value: str) -> None:
    assert COOKIE.read(value) is None


def test_a_missing_cookie_has_no_user() -> None:
    assert COOKIE.read(None) is None
