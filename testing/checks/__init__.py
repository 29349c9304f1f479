"""Suites that both services pass: a test module of each derives a class from one, and says what it is about."""
