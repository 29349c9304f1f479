"""Commands for the copies of stock levels."""

from service_kit.db.database import changed
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from main_service.stock.model import StockCopy


def store_copy(session: Session, product_id: int, available: int, version: int) -> None:
    """Updates the copy, unless it is newer than this state."""
    changed(session, f"stock/{product_id}")  # baskets watch the stock of all products under `stock/`
    values = {"available": available, "version": version}
    if _update(session, product_id, values):
        return
    try:
        with session.begin_nested():
            session.execute(insert(StockCopy), {"product_id": product_id, **values})
    except IntegrityError:
        _update(session, product_id, values)


def _update(session: Session, product_id: int, values: dict[str, int]) -> bool:
    known = col(StockCopy.product_id) == product_id, col(StockCopy.version) <= values["version"]
    result = session.execute(update(StockCopy).where(*known).values(**values))
    return bool(result.rowcount)  # type: ignore[attr-defined]
