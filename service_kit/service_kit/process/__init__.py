"""One running service: settings, command line, workers and their health."""
