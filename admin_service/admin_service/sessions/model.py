"""The sessions of the accounts."""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from service_kit.db.tables import TABLE_OPTIONS, BigId, UTCDateTime, identifier, words
from service_kit.identity import digest_of
from sqlalchemy import Column, Index, Integer
from sqlmodel import Field

from admin_service.tables import AdminTable

IPV6_PREFIX = 64
"""Who has one IPv6 address has all of its network's."""


@dataclass(frozen=True)
class Lifetime:
    """How long a session is good for: without being used, and at most."""

    idle: timedelta
    absolute: timedelta


@dataclass(frozen=True)
class Device:
    """From where somebody signs in, as far as it can be seen."""

    address: str
    user_agent: str

    @property
    def network(self) -> str:
        """What the address counts as."""
        return network_of(self.address)


class UserSession(AdminTable, table=True):
    """A session: from a sign-in until it is ended, is not used for too long, or is too old.

    An ended one is kept for a while, because its network is one that the user is known to sign in from.
    """

    __tablename__ = "session"
    __table_args__ = (
        Index("ix_session_user", "user_id", "ended_at", "id"),
        Index("ix_session_user_network", "user_id", "network"),
        Index("ix_session_last_used_at", "last_used_at"),
        TABLE_OPTIONS,
    )

    id: int = Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))
    user_id: int = Field(sa_column=Column(Integer, nullable=False))
    digest: str = Field(sa_column=Column(identifier(64), nullable=False, unique=True))
    address: str = Field(sa_column=Column(identifier(45), nullable=False))
    network: str = Field(sa_column=Column(identifier(45), nullable=False))
    user_agent: str = Field(sa_column=Column(words(200), nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    last_used_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    idle_until: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    expires_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    ended_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime))

    @classmethod
    def open(cls, user_id: int, token: str, device: Device, lifetime: Lifetime) -> "UserSession":
        """A new session, which `token` is the key to."""
        now = datetime.now(UTC)
        return cls(
            user_id=user_id,
            digest=digest_of(token),
            address=device.address,
            network=device.network,
            user_agent=device.user_agent,
            created_at=now,
            last_used_at=now,
            idle_until=min(now + lifetime.idle, now + lifetime.absolute),
            expires_at=now + lifetime.absolute,
        )

    def use(self, lifetime: Lifetime) -> None:
        """Take note that it is in use."""
        self.last_used_at = datetime.now(UTC)
        self.idle_until = min(self.last_used_at + lifetime.idle, self.expires_at)

    def end(self) -> None:
        """Have it good for nothing from now on."""
        self.ended_at = datetime.now(UTC)


def network_of(address: str) -> str:
    """What is counted as one address: an IPv4 address, or an IPv6 network."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    if parsed.ipv4_mapped is not None:  # a client of IPv4 on a socket for both
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed.packed, IPV6_PREFIX), strict=False))
