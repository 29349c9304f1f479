"""The products slice."""
