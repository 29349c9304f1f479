"""The query `syncStatus`."""

from testing.checks.sync_status import SyncStatusChecks


class TestSyncStatus(SyncStatusChecks):
    """Runs the checks that both services share."""
