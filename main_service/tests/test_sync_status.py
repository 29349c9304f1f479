"""`syncStatus`."""

from testing.checks.sync_status import SyncStatusChecks


class TestSyncStatus(SyncStatusChecks):
    """The suite that both services pass."""
