"""The base class of the tables."""

from sqlalchemy.orm import registry
from sqlmodel import SQLModel


class AdminTable(SQLModel, registry=registry()):
    """The base class of the tables of admin_service."""
