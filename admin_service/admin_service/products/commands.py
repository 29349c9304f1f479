"""The use cases of products. Each function runs in the unit of work of the code that calls it."""

from datetime import UTC, datetime

from service_kit.db.idempotency import IdempotencyConflict, once
from service_kit.events import outbox
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from admin_service.options.commands import delete_options
from admin_service.products import errors, events, queries
from admin_service.products.model import DeletedProduct, Product, ProductDraft, ProductPatch
from admin_service.stock.commands import open_stock, withdraw_stock

REPUBLISH_BATCH = 500


def create_product(
    session: Session, draft: ProductDraft, *, user_id: int | None = None, idempotency_key: str | None = None
) -> Product:
    """Creates a product, or returns the one that the user created before with the same key.

    Raises SkuTaken, and IdempotencyConflict if the key was used with another draft or its product was deleted.
    """
    if idempotency_key is None:
        return _create(session, draft)
    request, key = draft.model_dump(mode="json", exclude_unset=True), f"{user_id}:{idempotency_key}"
    product_id = once(session, "createProduct", key, request, lambda: str(_create(session, draft).id))
    try:
        return _get(session, int(product_id))
    except errors.ProductNotFound:
        message = "The product that was created with this idempotency key has been deleted."
        raise IdempotencyConflict(message) from None


def update_product(
    session: Session, product_id: int, patch: ProductPatch, *, expected_version: int | None = None
) -> Product:
    """Updates a product. Raises ProductNotFound, SkuTaken, VersionConflict."""
    product = _get(session, product_id, lock=True)
    if expected_version is not None and product.version != expected_version:
        raise errors.VersionConflict(product.version)
    if product.change(patch):
        _flush(session, product)
        outbox.record(session, events.updated(product))
    return product


def delete_product(session: Session, product_id: int) -> None:
    """Deletes a product. Its tombstone and its stock movements are kept. Raises ProductNotFound."""
    product = _get(session, product_id, lock=True)
    tombstone = DeletedProduct(id=product.id, version=product.version + 1, deleted_at=datetime.now(UTC))
    session.delete(product)
    session.add(tombstone)
    outbox.record(session, events.deleted(tombstone))
    delete_options(session, product_id)
    withdraw_stock(session, product_id)


def set_likes(session: Session, product_id: int, *, likes: int, sequence: int) -> None:
    """Stores the number of likes from main_service, unless a newer number is stored already.

    Ignores deleted products. Raises LikesOfUnknownProduct if the product never existed.
    """
    result = session.execute(
        update(Product)
        .where(col(Product.id) == product_id, col(Product.likes_sequence) <= sequence)
        .values(likes=likes, likes_sequence=sequence)
    )
    if result.rowcount or session.get(Product, product_id) or session.get(DeletedProduct, product_id):  # type: ignore[attr-defined]
        return
    raise errors.LikesOfUnknownProduct(f"product {product_id}")


def republish_products(session: Session, after: int) -> int | None:
    """Republishes the next products. Returns the last ID, or None at the end."""
    products = queries.products_after(session, after, limit=REPUBLISH_BATCH)
    outbox.record(session, *(events.updated(product) for product in products))
    return products[-1].id if products else None


def republish_deletions(session: Session, after: int) -> int | None:
    """Republishes the next deletions. Returns the last ID, or None at the end."""
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
        raise errors.ProductNotFound(product_id)
    return product


def _flush(session: Session, product: Product) -> None:
    """Writes now, to report a duplicate SKU: a valid product can violate no other constraint."""
    sku = product.sku
    try:
        session.flush()
    except IntegrityError as error:
        raise errors.SkuTaken(sku) from error
