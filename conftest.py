"""Imported before any test: so `service_kit` and its like are the packages, not the folders that hold the tests too."""

import admin_service
import main_service
import service_kit

__all__ = ["admin_service", "main_service", "service_kit"]
