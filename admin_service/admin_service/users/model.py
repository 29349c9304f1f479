"""The user table, and the validation of account fields."""

import secrets
import unicodedata
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    EmailStr,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from service_kit.db.tables import TABLE_OPTIONS, UTCDateTime, identifier, words
from service_kit.db.text_keys import case_key, kept, key_type, text_key
from service_kit.fields import optional_text
from service_kit.identity import Role
from sqlalchemy import Column, Index, Integer, String
from sqlmodel import Field as ColumnField

from admin_service.tables import AdminTable
from admin_service.users.password_rules import check_differs_from, check_password

USERNAME, EMAIL, NAME = 50, 254, 100
"""The lengths of the columns."""
SEARCH = USERNAME + EMAIL + 2 * NAME + 3


def reject_display_name(value: object) -> object:
    """Rejects addresses such as `Ada <ada@example.com>`, because the name would be dropped silently."""
    if isinstance(value, str) and "<" in value:
        raise ValueError("Enter the e-mail address alone, without a name and brackets.")
    return value


def compose_unicode(value: object) -> object:
    """Converts text to Unicode NFC, so that texts that look the same are equal."""
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def check_username(value: str) -> str:
    """Returns the value. Raises ValueError if it contains other characters than a username may contain."""
    if all(_is_word(word) for word in value.split(" ")):
        return value
    raise ValueError("Use letters, digits and the characters . _ - + @ only, with single spaces between words.")


def _is_word(word: str) -> bool:
    """Whether all characters are allowed. Marks must follow a letter, as in Hindi and Thai."""
    kinds = [unicodedata.category(character)[0] for character in word]
    allowed = all(kind in "LMN" or character in "._-+@" for kind, character in zip(kinds, word, strict=True))
    return allowed and kinds[:1] not in ([], ["M"])


Username = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=50),
    AfterValidator(check_username),
    BeforeValidator(compose_unicode),
]
Email = Annotated[EmailStr, Field(max_length=254), BeforeValidator(reject_display_name)]
Name = Annotated[str, *optional_text(100)]
Password = Annotated[str, AfterValidator(check_password)]


def username_key(username: str) -> str:
    """The unique key of a username. Usernames that differ only in case or accents have the same key."""
    return kept(text_key(username), USERNAME)


def email_key(email: str) -> str:
    """The unique key of an e-mail address. It ignores case, but not accents, which make another mailbox."""
    return kept(case_key(email), EMAIL)


def _keys(username: str, email: str | None = None, first_name: str = "", last_name: str = "") -> dict[str, Any]:
    """Returns the key columns of a user. The texts of `search_key` are separated by line breaks."""
    searched = "\n".join(text_key(text) for text in (username, email or "", first_name, last_name))
    return {
        "username_key": username_key(username),
        "email_key": None if email is None else email_key(email),
        "search_key": kept(searched, SEARCH),
    }


class Kind(StrEnum):
    """The kind of a user."""

    ACCOUNT = "ACCOUNT"
    VISITOR = "VISITOR"
    DELETED = "DELETED"


class Profile(BaseModel):
    """The profile of an account."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    username: Username
    email: Email
    first_name: Name = ""
    last_name: Name = ""


class Registration(Profile):
    """A profile with a password."""

    password: Password

    @field_validator("password")
    @classmethod
    def _differs_from_profile(cls, value: str, info: ValidationInfo) -> str:
        return check_differs_from(value, info.data.get("username"), info.data.get("email"))


class NewPassword(BaseModel):
    """A new password, with the username and e-mail address that it must differ from."""

    username: str
    email: str | None
    new_password: Password

    @field_validator("new_password")
    @classmethod
    def _differs_from_profile(cls, value: str, info: ValidationInfo) -> str:
        return check_differs_from(value, info.data.get("username"), info.data.get("email"))


class ProfilePatch(BaseModel):
    """Changes to a profile. Absent fields stay unchanged."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    username: Username | None = None
    email: Email | None = None
    first_name: Name | None = None
    last_name: Name | None = None


class User(AdminTable, table=True):
    """An account, a visitor or a deleted account. `version` counts the changes.

    `username_key` and `email_key` are unique; accounts are searched by `search_key`. Accounts with a
    `password_hash` can sign in. Visitors have only an ID and a generated username.
    """

    __tablename__ = "user"
    __table_args__ = (
        Index("ix_user_kind", "kind", "id"),
        Index("ix_user_kind_created_at", "kind", "created_at", "id"),
        Index("ix_user_kind_username", "kind", "username_key", "id"),
        Index("ix_user_kind_role", "kind", "role", "created_at", "id"),
        TABLE_OPTIONS,
    )

    id: int = ColumnField(default=None, sa_column=Column(Integer, primary_key=True, autoincrement=True))
    username: str = ColumnField(sa_column=Column(words(USERNAME), nullable=False))
    username_key: str = ColumnField(sa_column=Column(key_type(USERNAME), nullable=False, unique=True))
    email: str | None = ColumnField(default=None, sa_column=Column(words(EMAIL)))
    email_key: str | None = ColumnField(default=None, sa_column=Column(key_type(EMAIL), unique=True))
    first_name: str = ColumnField(default="", sa_column=Column(words(NAME), nullable=False))
    last_name: str = ColumnField(default="", sa_column=Column(words(NAME), nullable=False))
    search_key: str = ColumnField(sa_column=Column(key_type(SEARCH), nullable=False))
    password_hash: str | None = ColumnField(default=None, sa_column=Column(String(200)))
    role: str = ColumnField(default=Role.CUSTOMER, sa_column=Column(identifier(10), nullable=False))
    kind: str = ColumnField(default=Kind.VISITOR, sa_column=Column(identifier(10), nullable=False))
    version: int = ColumnField(default=1, sa_column=Column(Integer, nullable=False))
    created_at: datetime = ColumnField(sa_column=Column(UTCDateTime, nullable=False))
    updated_at: datetime = ColumnField(sa_column=Column(UTCDateTime, nullable=False))

    @classmethod
    def register(cls, profile: Profile, *, password_hash: str | None) -> "User":
        """Creates an account. Without a password, nobody can sign in to it."""
        now = datetime.now(UTC)
        fields = profile.model_dump(include={"username", "email", "first_name", "last_name"})
        keys = _keys(**fields)
        return cls(
            **fields, **keys, password_hash=password_hash, kind=Kind.ACCOUNT, created_at=now, updated_at=now
        )

    @classmethod
    def new_visitor(cls, username: str | None) -> "User":
        """Creates a visitor. A username is generated if none is given."""
        now = datetime.now(UTC)
        name = username or f"visitor-{secrets.token_hex(6)}"
        return cls(username=name, **_keys(username=name), created_at=now, updated_at=now)

    @property
    def display_name(self) -> str:
        """The full name, or the username if the user has no name."""
        if self.kind == Kind.DELETED:
            return "Deleted user"
        return f"{self.first_name} {self.last_name}".strip() or self.username

    def change(self, patch: ProfilePatch) -> bool:
        """Applies the fields that the patch sets. Returns whether any value has changed."""
        changes = {
            name: value
            for name, value in patch.model_dump(exclude_none=True).items()
            if getattr(self, name) != value
        }
        for name, value in changes.items():
            setattr(self, name, value)
        if changes:
            self._set_keys()
            self._touch()
        return bool(changes)

    def set_password(self, password_hash: str) -> None:
        self.password_hash = password_hash
        self._touch()

    def set_role(self, role: Role) -> bool:
        """Sets the role. Returns whether it has changed."""
        if self.role == role:
            return False
        self.role = role
        self._touch()
        return True

    def anonymise(self) -> None:
        """Deletes all personal data. The ID stays, because likes and orders refer to it."""
        self.username = f"deleted-{secrets.token_hex(6)}"
        self.email = self.password_hash = None
        self.first_name = self.last_name = ""
        self.role, self.kind = Role.CUSTOMER, Kind.DELETED
        self._set_keys()
        self._touch()

    def _set_keys(self) -> None:
        for name, key in _keys(self.username, self.email, self.first_name, self.last_name).items():
            setattr(self, name, key)

    def _touch(self) -> None:
        self.version += 1
        self.updated_at = datetime.now(UTC)
