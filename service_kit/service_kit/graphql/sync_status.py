"""`syncStatus`: how far this service is in step with the other."""

from datetime import datetime

import strawberry

from service_kit import sync_status
from service_kit.service import Service


@strawberry.federation.type(
    shareable=True, description="How far one service is in step with the other. Each endpoint tells of its own."
)
class SyncStatus:
    """One service's outbox, inbox and dead letters at this moment."""

    service: str = strawberry.field(description="The service that tells.")
    transport: str = strawberry.field(description="What carries its events: `rabbitmq` or `direct`.")
    connected: bool = strawberry.field(description="False while the transport is known to be away.")
    pending_events: int = strawberry.field(description="Events committed here and not yet taken by the transport.")
    oldest_pending_at: datetime | None = strawberry.field(description="Since when the oldest of them waits.")
    last_published_at: datetime | None = strawberry.field(description="When the transport last took one.")
    last_applied_at: datetime | None = strawberry.field(description="When an event of the other was last applied.")
    retrying_events: int = strawberry.field(description="Events received that failed and will be tried again.")
    dead_letters: int = strawberry.field(description="Events parked until an operator replays them.")


async def read_sync_status(service: Service) -> SyncStatus:
    """Read the state of one service."""
    state = await service.database.aread(sync_status.read)
    return SyncStatus(
        service=service.name,
        transport="direct" if service.direct else "rabbitmq",
        connected=sync_status.is_connected(service),
        **vars(state),
    )
