"""The table of sessions."""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from service_kit.db.tables import TABLE_OPTIONS, BigId, UTCDateTime, identifier, words
from service_kit.identity import digest_of
from sqlalchemy import Column, Index, Integer
from sqlmodel import Field

from admin_service.tables import AdminTable

IPV6_PREFIX = 64
"""A client with one IPv6 address can usually use all addresses of its /64 network."""


@dataclass(frozen=True)
class Lifetime:
    """The lifetime of a session: without use, and in total."""

    idle: timedelta
    absolute: timedelta


@dataclass(frozen=True)
class Device:
    """The network address and browser of a request."""

    address: str
    user_agent: str

    @property
    def network(self) -> str:
        """The network that attempts are counted by."""
        return network_of(self.address)


class UserSession(AdminTable, table=True):
    """A session. It starts with a sign-in. It ends with a sign-out, or when it is unused for too long or too old.

    Ended sessions are kept for a while, because they show which networks the user has signed in from.
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
        """Creates a session for this token."""
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
        """Records a use, which extends the session."""
        self.last_used_at = datetime.now(UTC)
        self.idle_until = min(self.last_used_at + lifetime.idle, self.expires_at)

    def end(self) -> None:
        """Ends the session."""
        self.ended_at = datetime.now(UTC)


def network_of(address: str) -> str:
    """Returns the IPv4 address, or the network of an IPv6 address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    if parsed.ipv4_mapped is not None:  # an IPv4 client on a dual-stack socket
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed.packed, IPV6_PREFIX), strict=False))
