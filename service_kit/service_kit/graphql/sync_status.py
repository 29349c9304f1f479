"""The `syncStatus` field: whether this service is in sync with the other one."""

from datetime import datetime
from enum import Enum

import strawberry

from service_kit.process import sync_status
from service_kit.process.peer_health import PeerHealth, PeerState
from service_kit.process.service import Service


@strawberry.enum(name="PeerState", description="The state of the other service, as seen by this one.")
class ShownPeerState(Enum):
    READY = strawberry.enum_value(PeerState.READY.value, description="It is ready to serve requests.")
    NOT_READY = strawberry.enum_value(
        PeerState.NOT_READY.value, description="It responds, but its database is not available."
    )
    UNREACHABLE = strawberry.enum_value(PeerState.UNREACHABLE.value, description="It does not respond.")


@strawberry.federation.type(
    shareable=True, description="The state of the other service, from its `/readyz` endpoint."
)
class PeerStatus:
    state: ShownPeerState = strawberry.field(description="The result of the last check.")
    checked_at: datetime = strawberry.field(description="When the state was last checked.")
    last_ready_at: datetime | None = strawberry.field(
        description="When this process last found it READY; null if never."
    )


@strawberry.federation.type(
    shareable=True,
    description="Whether one service is in sync with the other. Each endpoint reports its own status.",
)
class SyncStatus:
    service: str = strawberry.field(description="The service that reports this status.")
    transport: str = strawberry.field(description="The transport of its events: `rabbitmq` or `direct`.")
    connected: bool = strawberry.field(description="False if the transport is known to be unavailable.")
    pending_events: int = strawberry.field(description="The number of events that are not yet published.")
    oldest_pending_at: datetime | None = strawberry.field(description="When the oldest pending event was created.")
    last_published_at: datetime | None = strawberry.field(description="When an event was last published.")
    last_applied_at: datetime | None = strawberry.field(
        description="When an event of the other service was last applied."
    )
    retrying_events: int = strawberry.field(
        description="The number of received events that failed and will be retried."
    )
    dead_letters: int = strawberry.field(
        description="The number of failed events that need an operator to replay them."
    )
    health: strawberry.Private[PeerHealth]

    @strawberry.field(
        description="The state of the other service. While it is not READY, it is unknown whether it has applied "
        "all events of this service and whether it has events for this service."
    )
    async def peer(self) -> PeerStatus:
        """Check the other service only if the field is selected."""
        check = await self.health.check()
        return PeerStatus(
            state=ShownPeerState(check.state.value),
            checked_at=check.checked_at,
            last_ready_at=check.last_ready_at,
        )


async def read_sync_status(service: Service) -> SyncStatus:
    """Read the sync status of a service."""
    state = await service.database.aread(sync_status.read)
    return SyncStatus(
        service=service.name,
        transport="direct" if service.direct else "rabbitmq",
        connected=sync_status.is_connected(service),
        health=service.peer,
        **vars(state),
    )
