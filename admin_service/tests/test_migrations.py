"""The migrations of admin_service."""

from admin_service.app import COMMANDS, METADATA

from testing.checks.migrations import MigrationChecks


class TestMigrations(MigrationChecks):
    """The suite that both services pass."""

    commands = COMMANDS
    metadata = METADATA
