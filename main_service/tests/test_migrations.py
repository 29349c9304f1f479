"""The migrations of main_service."""

from main_service.app import COMMANDS, METADATA

from testing.checks.migrations import MigrationChecks


class TestMigrations(MigrationChecks):
    """The suite that both services pass."""

    commands = COMMANDS
    metadata = METADATA
