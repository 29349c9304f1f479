"""Imports the packages before any test, so that `service_kit` means the package and not the folder around it."""

import admin_service
import main_service
import option_engine
import service_kit

__all__ = ["admin_service", "main_service", "option_engine", "service_kit"]
