"""Alembic's entry: the kit's tables and this service's own."""

from main_service.app import METADATA
from service_kit.migrations import run

run(METADATA)
