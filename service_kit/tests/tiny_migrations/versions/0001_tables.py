"""The kit's tables and those of the counter."""

from alembic import op
from service_kit.db.tables import KitTable
from tests.counter import CounterTable

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create them as the code describes them now: there is no older state to respect."""
    for metadata in (KitTable.metadata, CounterTable.metadata):
        metadata.create_all(op.get_bind())
