"""The orders slice: an order begins as a basket."""
