"""The entry point of Alembic. It uses the tables of the kit and of this service."""

from main_service.app import METADATA
from service_kit.db.migrations import run

run(METADATA)
