"""The likes slice."""
