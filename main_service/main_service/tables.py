"""The base of this service's own tables."""

from sqlalchemy.orm import registry
from sqlmodel import SQLModel


class MainTable(SQLModel, registry=registry()):
    """Base of the tables that main_service owns."""
