"""Event transports between the services."""
