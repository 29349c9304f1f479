"""Test suites for both services. A test module of each service derives a class from each suite."""
