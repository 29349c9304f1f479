"""The product table, and the validation of product fields."""

import secrets
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from service_kit.db.tables import TABLE_OPTIONS, UTCDateTime, identifier, words
from service_kit.db.text_keys import kept, key_of, key_type, text_key
from service_kit.fields import code, text
from service_kit.images import image_address
from sqlalchemy import BigInteger, Column, Index, Integer, Numeric
from sqlmodel import Field as ColumnField

from admin_service.money import in_cents
from admin_service.stock.units import Quantity
from admin_service.tables import AdminTable

TITLE, SKU = 200, 64
"""The lengths of the columns."""
DEFAULT_CATEGORY = "other"
SKU_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

Text = Annotated[str, *text(200)]
Image = Annotated[str, *image_address(200)]
Sku = Annotated[str, *code(64, r"[A-Za-z0-9._-]+", "Use letters, digits, dots, hyphens and underscores only.")]
Category = Annotated[
    str, *code(50, r"[a-z0-9]+(-[a-z0-9]+)*", "Use lower-case letters and digits, with single hyphens between.")
]
Price = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2), AfterValidator(in_cents)]


def new_sku() -> str:
    """Generates a SKU from 8 random characters. Characters that look alike are not used."""
    return "SKU-" + "".join(secrets.choice(SKU_ALPHABET) for _ in range(8))


class ProductDraft(BaseModel):
    """The input to create a product. A SKU is generated if none is given."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    title: Text
    image: Image
    sku: Sku = Field(default_factory=new_sku)
    price: Price = Decimal("0.00")
    category: Category = DEFAULT_CATEGORY
    stock: Quantity = 0


class ProductPatch(BaseModel):
    """Changes to a product. Absent fields stay unchanged."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    title: Text | None = None
    image: Image | None = None
    sku: Sku | None = None
    price: Price | None = None
    category: Category | None = None


class Product(AdminTable, table=True):
    """A product in the catalogue.

    Titles are sorted and searched by `title_key`; `sku_key` must be unique. `version` counts the changes in this
    service. `likes` is the count of main_service, as of its `likes_sequence`.
    """

    __tablename__ = "product"
    __table_args__ = (
        Index("ix_product_created_at", "created_at", "id"),
        Index("ix_product_title", "title_key", "id"),
        Index("ix_product_price", "price", "id"),
        Index("ix_product_likes", "likes", "id"),
        Index("ix_product_category_created_at", "category", "created_at", "id"),
        Index("ix_product_category_title", "category", "title_key", "id"),
        Index("ix_product_category_price", "category", "price", "id"),
        Index("ix_product_category_likes", "category", "likes", "id"),
        TABLE_OPTIONS,
    )

    id: int = ColumnField(default=None, sa_column=Column(Integer, primary_key=True, autoincrement=True))
    title: str = ColumnField(sa_column=Column(words(TITLE), nullable=False))
    title_key: str = ColumnField(
        default=None, sa_column=Column(key_type(TITLE), nullable=False, default=key_of("title", text_key, TITLE))
    )
    image: str = ColumnField(sa_column=Column(words(200), nullable=False))
    sku: str = ColumnField(sa_column=Column(identifier(SKU), nullable=False, unique=True))
    sku_key: str = ColumnField(
        default=None,
        sa_column=Column(identifier(SKU), nullable=False, unique=True, default=key_of("sku", str.lower, SKU)),
    )
    price: Decimal = ColumnField(sa_column=Column(Numeric(12, 2), nullable=False))
    category: str = ColumnField(sa_column=Column(identifier(50), nullable=False))
    likes: int = ColumnField(default=0, sa_column=Column(Integer, nullable=False))
    likes_sequence: int = ColumnField(default=0, sa_column=Column(BigInteger, nullable=False))
    version: int = ColumnField(default=1, sa_column=Column(Integer, nullable=False))
    created_at: datetime = ColumnField(sa_column=Column(UTCDateTime, nullable=False))
    updated_at: datetime = ColumnField(sa_column=Column(UTCDateTime, nullable=False))

    @classmethod
    def create(cls, draft: ProductDraft) -> "Product":
        """Creates a product with version 1."""
        now = datetime.now(UTC)
        return cls(**draft.model_dump(exclude={"stock"}), created_at=now, updated_at=now)

    def change(self, patch: ProductPatch) -> bool:
        """Applies the fields that the patch sets. Returns whether any value has changed."""
        changes = {
            name: value
            for name, value in patch.model_dump(exclude_none=True).items()
            if getattr(self, name) != value
        }
        if changes:
            for name, value in changes.items():
                setattr(self, name, value)
            if "title" in changes:
                self.title_key = kept(text_key(self.title), TITLE)
            if "sku" in changes:
                self.sku_key = self.sku.lower()
            self.version += 1
            self.updated_at = datetime.now(UTC)
        return bool(changes)


class DeletedProduct(AdminTable, table=True):
    """The tombstone of a deleted product. The deletion has a version of its own."""

    __tablename__ = "deleted_product"
    __table_args__ = (TABLE_OPTIONS,)

    id: int = ColumnField(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    version: int = ColumnField(sa_column=Column(Integer, nullable=False))
    deleted_at: datetime = ColumnField(sa_column=Column(UTCDateTime, nullable=False))
