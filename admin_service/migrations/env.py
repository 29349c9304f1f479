"""The Alembic environment, with the tables of the kit and of this service."""

from admin_service.app import METADATA
from service_kit.db.migrations import run

run(METADATA)
