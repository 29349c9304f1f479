"""Live updates inside one process."""
