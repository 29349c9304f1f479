"""Alembic's entry for the tiny service."""

from service_kit.migrations import run
from service_kit.tables import KitTable

run([KitTable.metadata])
