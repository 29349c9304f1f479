"""Imported before any test, so that `service_kit` and its like are packages, not the folders around them."""

import admin_service
import main_service
import option_engine
import service_kit

__all__ = ["admin_service", "main_service", "option_engine", "service_kit"]
