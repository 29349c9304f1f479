"""What can be done to products: one function a use case, each in the caller's unit of work."""

from datetime import UTC, datetime

from service_kit.db.idempotency import IdempotencyConflict, once
from service_kit.events import outbox
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from admin_service.options.commands import drop_options
from admin_service.products import events, queries
from admin_service.products.errors import LikesOfUnknownProduct, ProductNotFound, SkuTaken, VersionConflict
from admin_service.products.model import DeletedProduct, Product, ProductDraft, ProductPatch
from admin_service.stock.commands import open_stock, withdraw_stock

REPUBLISH_BATCH = 500


def create_product(
    session: Session, draft: ProductDraft, *, user_id: int | None = None, idempotency_key: str | None = None
) -> Product:
    """Add a product, or return the one that the user has added with this key before.

    Raises SkuTaken, and IdempotencyConflict where the key was used with another draft or its product is deleted.
    """
    if idempotency_key is None:
        return _create(session, draft)
    request, key = draft.model_dump(mode="json", exclude_unset=True), f"{user_id}:{idempotency_key}"
    product_id = once(session, "createProduct", key, request, lambda: str(_create(session, draft).id))
    try:
        return _get(session, int(product_id))
    except ProductNotFound:
        message = "The product that was made with this idempotency key has been deleted."
        raise IdempotencyConflict(message) from None


def update_product(
    session: Session, product_id: int, patch: ProductPatch, *, expected_version: int | None = None
) -> Product:
    """Change a product. Raises ProductNotFound, SkuTaken, and VersionConflict where it is not as expected."""
    product = _get(session, product_id, lock=True)
    if expected_version is not None and product.version != expected_version:
        raise VersionConflict(product.version)
    if product.change(patch):
        _flush(session, product)
        outbox.record(session, events.updated(product))
    return product


def delete_product(session: Session, product_id: int) -> None:
    """Remove a product; its tombstone and the ledger of its stock stay. Raises ProductNotFound."""
    product = _get(session, product_id, lock=True)
    tombstone = DeletedProduct(id=product.id, version=product.version + 1, deleted_at=datetime.now(UTC))
    session.delete(product)
    session.add(tombstone)
    outbox.record(session, events.deleted(tombstone))
    drop_options(session, product_id)
    withdraw_stock(session, product_id)


def set_likes(session: Session, product_id: int, *, likes: int, sequence: int) -> None:
    """Take over main_service's count, unless a newer one is known.

    The count of a deleted product is of no interest. Raises LikesOfUnknownProduct for one that never was.
    """
    result = session.execute(
        update(Product)
        .where(col(Product.id) == product_id, col(Product.likes_sequence) <= sequence)
        .values(likes=likes, likes_sequence=sequence)
    )
    if result.rowcount or session.get(Product, product_id) or session.get(DeletedProduct, product_id):  # type: ignore[attr-defined]
        return
    raise LikesOfUnknownProduct(f"product {product_id}")


def republish_products(session: Session, after: int) -> int | None:
    """Tell of the next products after this id as they are now; returns the last one's id, or None at the end."""
    products = queries.products_after(session, after, limit=REPUBLISH_BATCH)
    outbox.record(session, *(events.updated(product) for product in products))
    return products[-1].id if products else None


def republish_deletions(session: Session, after: int) -> int | None:
    """Tell of the next deleted products after this id; returns the last one's id, or None at the end."""
    tombstones = queries.tombstones_after(session, after, limit=REPUBLISH_BATCH)
    outbox.record(session, *(events.deleted(tombstone) for tombstone in tombstones))
    return tombstones[-1].id if tombstones else None


def _create(session: Session, draft: ProductDraft) -> Product:
    product = Product.create(draft)
    session.add(product)
    _flush(session, product)
    outbox.record(session, events.created(product))
    open_stock(session, product.id, draft.stock)
    return product


def _get(session: Session, product_id: int, *, lock: bool = False) -> Product:
    product = session.get(Product, product_id, with_for_update=lock or None)
    if product is None:
        raise ProductNotFound(product_id)
    return product


def _flush(session: Session, product: Product) -> None:
    """Write now, while a doubled SKU can be named: it is the only constraint a valid product can break."""
    sku = product.sku
    try:
        session.flush()
    except IntegrityError as error:
        raise SkuTaken(sku) from error
