"""Publish the stock levels that were never published, of products that never had any stock."""

from datetime import UTC, datetime

import orjson
import sqlalchemy as sa
from alembic import op
from service_kit.db.tables import BigId, Body, UTCDateTime, identifier
from uuid_utils.compat import uuid7

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BATCH = 500
DUE_NOW = datetime(2000, 1, 1, tzinfo=UTC)

# The tables at this revision. The models may have changed since.
outbox = sa.table(
    "outbox",
    sa.column("event_id", identifier(64)),
    sa.column("type", identifier(100)),
    sa.column("body", Body),
    sa.column("state", identifier(10)),
    sa.column("next_at", UTCDateTime),
    sa.column("attempts", sa.Integer),
    sa.column("created_at", UTCDateTime),
)
level = sa.table(
    "stock_level",
    sa.column("product_id", BigId),
    sa.column("version", sa.Integer),
    sa.column("withdrawn_at", UTCDateTime),
)


def upgrade() -> None:
    connection = op.get_bind()
    never_published = sa.select(level.c.product_id).where(level.c.version == 0, level.c.withdrawn_at.is_(None))
    ids = connection.execute(never_published.order_by(level.c.product_id)).scalars().all()
    for start in range(0, len(ids), BATCH):
        rows = [_row(product_id) for product_id in ids[start : start + BATCH]]
        connection.execute(sa.insert(outbox), rows)


def downgrade() -> None:
    """Nothing to undo: the events stay correct."""


def _row(product_id: int) -> dict[str, object]:
    now, event_id, kind = datetime.now(UTC), str(uuid7()), "shop.stock.changed.v1"
    body = {
        "specversion": "1.0",
        "id": event_id,
        "source": "admin_service",
        "type": kind,
        "subject": f"product/{product_id}",
        "time": now.isoformat(),
        "datacontenttype": "application/json",
        "sequence": f"{0:020d}",
        "data": {"product_id": product_id, "available": 0},
    }
    return {
        "event_id": event_id,
        "type": kind,
        "body": orjson.dumps(body),
        "state": "pending",
        "next_at": DUE_NOW,
        "attempts": 0,
        "created_at": now,
    }
