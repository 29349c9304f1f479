"""The stock slice."""
