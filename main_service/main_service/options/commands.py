"""Commands for the copies of options."""

from datetime import UTC, datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from main_service.options.document import Document
from main_service.options.model import ProductOptions
from main_service.products import queries as products


def store_options(session: Session, product_id: int, version: int, document: Document) -> None:
    """Updates the copy, unless it is newer than this state or the product was deleted."""
    if products.lock_is_deleted(session, product_id):
        return
    text = document.model_dump_json().encode() if document.groups else None
    values: dict[str, object] = {"version": version, "document": text, "synced_at": datetime.now(UTC)}
    if _update(session, product_id, version, values):
        return
    try:
        with session.begin_nested():
            session.execute(insert(ProductOptions), {"product_id": product_id, **values})
    except IntegrityError:
        _update(session, product_id, version, values)


def delete_options(session: Session, product_id: int) -> None:
    """Deletes the options of a deleted product."""
    session.execute(delete(ProductOptions).where(col(ProductOptions.product_id) == product_id))


def _update(session: Session, product_id: int, version: int, values: dict[str, object]) -> bool:
    known = col(ProductOptions.product_id) == product_id, col(ProductOptions.version) <= version
    result = session.execute(update(ProductOptions).where(*known).values(**values))
    return bool(result.rowcount)  # type: ignore[attr-defined]
