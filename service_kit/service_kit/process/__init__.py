"""The process of a service: settings, command-line interface, background loops and health checks."""
