"""The base of this service's own tables."""

from sqlalchemy.orm import registry
from sqlmodel import SQLModel


class AdminTable(SQLModel, registry=registry()):
    """Base of the tables that admin_service owns."""
