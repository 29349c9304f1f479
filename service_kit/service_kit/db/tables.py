"""Column types that behave the same on MySQL, MariaDB and SQLite, and the base of the kit's own tables."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, LargeBinary, String, TypeDecorator
from sqlalchemy.dialects import mysql
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

TABLE_OPTIONS: dict[str, Any] = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_unicode_520_ci",
    "sqlite_autoincrement": True,  # ids are never reused, even after a delete
}

BigId = BigInteger().with_variant(Integer, "sqlite")
Body = LargeBinary().with_variant(mysql.MEDIUMBLOB, "mysql")


def identifier(length: int) -> String:
    """Type for ids, types and states; compared byte by byte."""
    return String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def words(length: int) -> String:
    """Type for user-visible text. Compare, sort and search with a key (`text_keys`), because collations differ."""
    return String(length).with_variant(String(length, collation="NOCASE"), "sqlite")


class UTCDateTime(TypeDecorator[datetime]):
    """A timestamp, stored in UTC with microseconds; always timezone-aware in Python."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        if dialect.name == "mysql":
            return dialect.type_descriptor(mysql.DATETIME(fsp=6))
        return dialect.type_descriptor(DateTime())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class KitTable(SQLModel, registry=registry()):
    """Base of the kit's own tables: outbox, inbox, dead letters and idempotency keys."""
