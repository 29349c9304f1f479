"""Alembic's entry for the tiny service."""

from service_kit.db.migrations import run
from service_kit.db.tables import KitTable

run([KitTable.metadata])
