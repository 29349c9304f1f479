"""`syncStatus`: how far this service is in step with the other."""

from datetime import datetime
from enum import Enum

import strawberry

from service_kit.process import sync_status
from service_kit.process.peer_health import PeerHealth, PeerState
from service_kit.process.service import Service


@strawberry.enum(name="PeerState", description="What a service has found when it looked at the other one.")
class ShownPeerState(Enum):
    READY = strawberry.enum_value(PeerState.READY.value, description="It serves.")
    NOT_READY = strawberry.enum_value(
        PeerState.NOT_READY.value, description="It answers, but its database does not."
    )
    UNREACHABLE = strawberry.enum_value(PeerState.UNREACHABLE.value, description="It does not answer.")


@strawberry.federation.type(
    shareable=True, description="What one service knows of the other one: whether it answers `/readyz`."
)
class PeerStatus:
    state: ShownPeerState = strawberry.field(description="What was found.")
    checked_at: datetime = strawberry.field(description="When that was found.")
    last_ready_at: datetime | None = strawberry.field(
        description="When this process last found it READY; null where it never has."
    )


@strawberry.federation.type(
    shareable=True, description="How far one service is in step with the other. Each endpoint tells of its own."
)
class SyncStatus:
    service: str = strawberry.field(description="The service that tells.")
    transport: str = strawberry.field(description="What carries its events: `rabbitmq` or `direct`.")
    connected: bool = strawberry.field(description="False while the transport is known to be away.")
    pending_events: int = strawberry.field(description="Events committed here and not yet taken by the transport.")
    oldest_pending_at: datetime | None = strawberry.field(description="Since when the oldest of them waits.")
    last_published_at: datetime | None = strawberry.field(description="When the transport last took one.")
    last_applied_at: datetime | None = strawberry.field(description="When an event of the other was last applied.")
    retrying_events: int = strawberry.field(description="Events received that failed and will be tried again.")
    dead_letters: int = strawberry.field(description="Events parked until an operator replays them.")
    health: strawberry.Private[PeerHealth]

    @strawberry.field(
        description="Whether the other service is there. While it is not READY, nobody can tell whether it has "
        "applied what was sent to it, or has events for this service."
    )
    async def peer(self) -> PeerStatus:
        """Looked at only where it is asked for."""
        check = await self.health.check()
        return PeerStatus(
            state=ShownPeerState(check.state.value),
            checked_at=check.checked_at,
            last_ready_at=check.last_ready_at,
        )


async def read_sync_status(service: Service) -> SyncStatus:
    """Read the state of one service."""
    state = await service.database.aread(sync_status.read)
    return SyncStatus(
        service=service.name,
        transport="direct" if service.direct else "rabbitmq",
        connected=sync_status.is_connected(service),
        health=service.peer,
        **vars(state),
    )
