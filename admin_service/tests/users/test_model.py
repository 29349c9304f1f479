"""The validation of accounts."""

import pytest
from admin_service.users import password_rules
from admin_service.users.model import Kind, NewPassword, Profile, ProfilePatch, Registration, User
from service_kit.errors import InvalidInput, read_input
from service_kit.identity import Role

from testing.bad_input import HARMLESS_TEXTS, NUL, REFUSED_LINE, REFUSED_TEXTS

ADA = {"username": "ada", "email": "ada@example.com", "password": "Lamp-post 42"}
BLANK = ["This field may not be blank."]
BAD_NAME = ["Use letters, digits and the characters . _ - + @ only, with single spaces between words."]
LENGTH = ["Use 6 to 128 characters."]
COMMON = ["This password is too common and easy to guess. Choose another one."]
KNOWN = ["The password must not be the username or the e-mail address."]
NO_NAMES = [
    "a  b",
    "a\tb",
    "a\nb",
    "a/b",
    "a'b",
    "<b>",
    "a:b",
    "a\x00b",
    "a\u00a0b",
    "a\u200bb",
    "\u0301a",
    "a \u0301b",
    "a\u202eb",
    "🍺",
    "a;b",
]
NO_EMAILS = [
    "ada",
    "@example.com",
    "ada@",
    "ada@example",
    "ada@@example.com",
    "a b@example.com",
    "ada@example.com\r\nBcc: bob@example.com",
    "ada@exam\x00ple.com",
    "ada@[127.0.0.1]",
    f"ada@{'x' * 250}.com",
    "x" * 1_000_000,
    "",
]


def wrong(fields: dict[str, object]) -> dict[str, list[str]]:
    with pytest.raises(InvalidInput) as refused:
        read_input(Registration, {**ADA, **fields})
    return dict(refused.value.fields)


def registered(**fields: object) -> Registration:
    return read_input(Registration, {**ADA, **fields})


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a", "a"),
        ("x" * 50, "x" * 50),
        (" ada ", "ada"),
        ("Ada Lovelace", "Ada Lovelace"),
        ("ada.l_2-3+4@5", "ada.l_2-3+4@5"),
        ("Žofie Ørsted", "Žofie Ørsted"),
        ("李小龍", "李小龍"),
        ("𠜎", "𠜎"),
        ("हिन्दी नाम", "हिन्दी नाम"),
        ("สมชาย ใจดี", "สมชาย ใจดี"),
        ("นภัสสร์", "นภัสสร์"),
        ("Zoe\u0308", "Zo\u00eb"),
    ],
)
def test_usernames_contain_letters_digits_and_some_signs(given: str, kept: str) -> None:
    assert registered(username=given).username == kept


@pytest.mark.parametrize("name", NO_NAMES)
def test_other_signs_are_refused_in_usernames(name: str) -> None:
    assert wrong({"username": name}) == {"username": BAD_NAME}


@pytest.mark.parametrize("field", ["username", "email", "first_name", "last_name"])
def test_lone_surrogates_are_refused(field: str) -> None:
    assert wrong({field: "Lamp-post 42\ud83d"}).keys() == {field}


@pytest.mark.parametrize("name", ["", "   ", "\n"])
def test_a_username_is_not_blank(name: str) -> None:
    assert wrong({"username": name}) == {"username": BLANK}


@pytest.mark.parametrize("name", ["x" * 51, "é" * 51, "x" * 1_000_000])
def test_a_username_has_at_most_fifty_characters(name: str) -> None:
    assert wrong({"username": name}) == {"username": ["Ensure this field has no more than 50 characters."]}


@pytest.mark.parametrize("email", NO_EMAILS, ids=lambda email: email[:30])
def test_invalid_email_addresses_are_refused_with_the_reason(email: str) -> None:
    fields = wrong({"email": email})
    assert fields.keys() == {"email"}
    assert fields["email"][0].startswith("Enter a valid e-mail address: ")
    assert len(fields["email"][0]) < 300


@pytest.mark.parametrize("email", ["ada+shop@example.com", "o'brien@example.co.uk", "žofie@example.com"])
def test_unusual_email_addresses_are_valid(email: str) -> None:
    assert registered(email=email).email == email


def test_a_name_before_the_address_is_refused() -> None:
    message = "Enter the e-mail address alone, without a name and brackets."
    assert wrong({"email": "Ada <ada@example.com>"}) == {"email": [message]}


@pytest.mark.parametrize("text", HARMLESS_TEXTS.values(), ids=HARMLESS_TEXTS.keys())
@pytest.mark.parametrize("name", ["first_name", "last_name"])
def test_first_and_last_names_can_be_any_text(name: str, text: str) -> None:
    assert getattr(registered(**{name: text}), name) == text


@pytest.mark.parametrize("text", REFUSED_TEXTS.values(), ids=REFUSED_TEXTS.keys())
@pytest.mark.parametrize("name", ["first_name", "last_name"])
def test_names_have_one_line_without_direction_marks(name: str, text: str) -> None:
    (message,) = wrong({name: text})[name]
    assert REFUSED_LINE.fullmatch(message)


def test_a_first_or_last_name_may_be_empty_and_has_at_most_a_hundred_characters() -> None:
    assert registered(first_name=" ", last_name="🍺" * 100).first_name == ""
    long = ["Ensure this field has no more than 100 characters."]
    assert wrong({"first_name": "x" * 101, "last_name": "🍺" * 101}) == {"first_name": long, "last_name": long}
    assert wrong({"first_name": NUL}) == {"first_name": ["Null characters are not allowed."]}


@pytest.mark.parametrize(
    "password",
    [
        "Ab3def",
        "Lamp-post 42",
        f"A1{'x' * 126}",
        " Lamp 42 ",
        "Zaß9🍺🍺",
        "Pa5\x00xyz",
        "Aa1'; DROP TABLE user; --",
        "Пароль-7-дерево",
        "éÉé٣٤٥",
        "पासवर्ड-7-पेड़",
        "รหัสผ่าน-๗",
    ],
)
def test_passwords_are_not_changed(password: str) -> None:
    assert registered(password=password).password == password


@pytest.mark.parametrize(
    ("password", "messages"),
    [
        ("", LENGTH),
        ("Ab3de", LENGTH),
        (f"A1{'x' * 127}", LENGTH),
        ("Aa1" * 350_000, LENGTH),
        ("abcdefg", ["The password needs a digit, an upper-case letter."]),
        ("ABCDEF1", ["The password needs a lower-case letter."]),
        ("Abcdefg", ["The password needs a digit."]),
        ("lamp-post 42", ["The password needs an upper-case letter."]),
        ("!!!!!!!", ["The password needs a digit, an upper-case letter, a lower-case letter."]),
        ("пароль-дерево", ["The password needs a digit, an upper-case letter."]),
        ("पासवर्ड-पेड़", ["The password needs a digit."]),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_password_has_6_to_128_characters_of_three_kinds(password: str, messages: list[str]) -> None:
    assert wrong({"password": password}) == {"password": messages}


@pytest.mark.parametrize(
    "password",
    ["Password1", "P4ssw0rd", "Passw0rd!", "PASSWORd123", "Qwerty123", "Welcome1!", "Letmein2024", "Admin123!"],
)
def test_common_passwords_and_their_variations_are_refused(password: str) -> None:
    assert wrong({"password": password}) == {"password": COMMON}


def test_a_password_can_contain_a_common_word() -> None:
    assert not password_rules.is_common("Correct-Horse-password9-Staple")


@pytest.mark.parametrize(
    "fields",
    [
        {"username": "Lamppost42", "password": "Lamppost42"},
        {"username": "LAMPPOST42", "password": "Lamppost42"},
        {"email": "Lamp42@example.com", "password": "Lamp42@example.com"},
        {"email": "lamp42@example.com", "password": "LAMP42@EXAMPLE.com"},
    ],
    ids=str,
)
def test_a_password_must_differ_from_username_and_email(fields: dict[str, object]) -> None:
    assert wrong(fields) == {"password": KNOWN}


def test_a_new_password_must_differ_from_username_and_email() -> None:
    known = {"username": "Lamppost42", "email": "Lamp42@example.com"}
    for password in ("LAMPPOST42a", "Another 42"):
        read_input(NewPassword, {**known, "new_password": password})
    for password in ("lampPOST42", "Lamp42@EXAMPLE.com"):
        with pytest.raises(InvalidInput) as refused:
            read_input(NewPassword, {**known, "new_password": password})
        assert refused.value.fields == {"new_password": KNOWN}


def test_every_invalid_field_is_reported_without_the_password() -> None:
    fields = wrong({"username": "", "email": "x", "first_name": NUL, "last_name": NUL, "password": "hunter2"})
    assert fields.keys() == {"username", "email", "first_name", "last_name", "password"}
    assert "hunter2" not in str(fields)
    for missing in ("username", "email", "password"):
        given = {name: value for name, value in ADA.items() if name != missing}
        with pytest.raises(InvalidInput) as refused:
            read_input(Registration, given)
        assert refused.value.fields == {missing: ["This field is required."]}


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"first_name": "Ada", "last_name": "Lovelace"}, "Ada Lovelace"),
        ({"first_name": "Ada"}, "Ada"),
        ({"last_name": "Lovelace"}, "Lovelace"),
        ({}, "ada"),
    ],
)
def test_the_display_name_is_the_full_name_or_the_username(fields: dict[str, str], shown: str) -> None:
    profile = Profile(username="ada", email="ada@example.com", **fields)
    assert User.register(profile, password_hash=None).display_name == shown


def test_only_real_changes_increase_the_version() -> None:
    user = User.register(Profile(username="ada", email="ada@example.com"), password_hash="a hash")
    moment = user.updated_at
    assert not user.change(ProfilePatch())
    assert not user.change(ProfilePatch(username="ada"))
    assert not user.set_role(Role.CUSTOMER)
    assert (user.version, user.updated_at) == (1, moment)
    assert user.change(ProfilePatch(first_name="Ada"))
    assert user.set_role(Role.STAFF)
    user.set_password("another hash")
    assert user.version == 4
    assert user.updated_at > moment
    user.anonymise()
    assert (user.role, user.kind, user.display_name) == (Role.CUSTOMER, Kind.DELETED, "Deleted user")
