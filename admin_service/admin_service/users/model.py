"""The accounts, and the rules that their fields keep."""

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
from admin_service.users.password_rules import check_password, differs_from

USERNAME, EMAIL, NAME = 50, 254, 100
"""The lengths of the columns."""
SEARCH = USERNAME + EMAIL + 2 * NAME + 3


def without_display_name(value: object) -> object:
    """The value, unless it is an address as e-mail programs show it, whose name would be dropped silently."""
    if isinstance(value, str) and "<" in value:
        raise ValueError("Enter the e-mail address alone, without a name and brackets.")
    return value


def composed(value: object) -> object:
    """The value; text in Unicode's composed form, so that what looks the same is the same."""
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def check_username(value: str) -> str:
    """The value. Raises ValueError where it has other characters than a username may have."""
    if all(_is_word(word) for word in value.split(" ")):
        return value
    raise ValueError("Use letters, digits and the characters . _ - + @ only, with single spaces between words.")


def _is_word(word: str) -> bool:
    """Whether it is of such characters; marks belong to the letter before them, as in Hindi and Thai."""
    kinds = [unicodedata.category(character)[0] for character in word]
    allowed = all(kind in "LMN" or character in "._-+@" for kind, character in zip(kinds, word, strict=True))
    return allowed and kinds[:1] not in ([], ["M"])


Username = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=50),
    AfterValidator(check_username),
    BeforeValidator(composed),
]
Email = Annotated[EmailStr, Field(max_length=254), BeforeValidator(without_display_name)]
Name = Annotated[str, *optional_text(100)]
Password = Annotated[str, AfterValidator(check_password)]


def username_key(username: str) -> str:
    """What no two usernames may share: they differ in more than case and accents."""
    return kept(text_key(username), USERNAME)


def email_key(email: str) -> str:
    """What no two addresses may share: they differ in more than case. Another accent makes another mailbox."""
    return kept(case_key(email), EMAIL)


def _keys(username: str, email: str | None = None, first_name: str = "", last_name: str = "") -> dict[str, Any]:
    """The keys of a user's texts. What is searched for is of one line, and so within one of them."""
    searched = "\n".join(text_key(text) for text in (username, email or "", first_name, last_name))
    return {
        "username_key": username_key(username),
        "email_key": None if email is None else email_key(email),
        "search_key": kept(searched, SEARCH),
    }


class Kind(StrEnum):
    """What stands behind a user's id."""

    ACCOUNT = "ACCOUNT"
    VISITOR = "VISITOR"
    DELETED = "DELETED"


class Profile(BaseModel):
    """What somebody says of themself."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    username: Username
    email: Email
    first_name: Name = ""
    last_name: Name = ""


class Registration(Profile):
    """A profile with the password to sign in by."""

    password: Password

    @field_validator("password")
    @classmethod
    def _says_nothing_known(cls, value: str, info: ValidationInfo) -> str:
        return differs_from(value, info.data.get("username"), info.data.get("email"))


class NewPassword(BaseModel):
    """Another password for the account of that name and address."""

    username: str
    email: str | None
    new_password: Password

    @field_validator("new_password")
    @classmethod
    def _says_nothing_known(cls, value: str, info: ValidationInfo) -> str:
        return differs_from(value, info.data.get("username"), info.data.get("email"))


class ProfilePatch(BaseModel):
    """Changes to a profile: what is absent stays as it is."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    username: Username | None = None
    email: Email | None = None
    first_name: Name | None = None
    last_name: Name | None = None


class User(AdminTable, table=True):
    """Somebody whom things can be tied to. `version` counts the changes.

    No two users share a `username_key` or an `email_key`; accounts are searched by `search_key`. An account is
    listed, and one with a `password_hash` can sign in. Of a visitor nothing is known but the id.
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
        """A new account; without a password nobody can sign in to it."""
        now = datetime.now(UTC)
        fields = profile.model_dump(include={"username", "email", "first_name", "last_name"})
        keys = _keys(**fields)
        return cls(
            **fields, **keys, password_hash=password_hash, kind=Kind.ACCOUNT, created_at=now, updated_at=now
        )

    @classmethod
    def visit(cls, username: str | None) -> "User":
        """Somebody new who has not said a name; one is made up."""
        now = datetime.now(UTC)
        name = username or f"visitor-{secrets.token_hex(6)}"
        return cls(username=name, **_keys(username=name), created_at=now, updated_at=now)

    @property
    def display_name(self) -> str:
        """What to call them: the full name where it is known."""
        if self.kind == Kind.DELETED:
            return "Deleted user"
        return f"{self.first_name} {self.last_name}".strip() or self.username

    def change(self, patch: ProfilePatch) -> bool:
        """Apply the fields that the patch sets. Returns whether anything is different."""
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
        """Sign in by another password from now on."""
        self.password_hash = password_hash
        self._touch()

    def promote(self, role: Role) -> bool:
        """Give the account another role. Returns whether it is another."""
        if self.role == role:
            return False
        self.role = role
        self._touch()
        return True

    def anonymise(self) -> None:
        """Forget who it was; the id stays, for what is tied to it."""
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
