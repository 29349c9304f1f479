"""Copies of the orders of main_service, to show the orders of a user."""
