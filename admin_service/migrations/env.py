"""Alembic's entry: the kit's tables and this service's own."""

from admin_service.app import METADATA
from service_kit.db.migrations import run

run(METADATA)
