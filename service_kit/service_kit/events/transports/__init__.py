"""The transports that carry events between the services."""
