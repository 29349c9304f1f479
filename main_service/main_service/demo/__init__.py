"""The demo shop's likes."""
