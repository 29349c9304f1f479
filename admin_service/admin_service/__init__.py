"""Owns the catalogue and the accounts."""
