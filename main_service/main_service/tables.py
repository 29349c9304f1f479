"""The base class of this service's tables."""

from sqlalchemy.orm import registry
from sqlmodel import SQLModel


class MainTable(SQLModel, registry=registry()):
    """The base class of this service's tables. It has a registry of its own."""
