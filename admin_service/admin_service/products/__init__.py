"""The products of the catalogue."""
