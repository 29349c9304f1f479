"""Accounts and visitors."""
