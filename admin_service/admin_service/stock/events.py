"""The events about stock. Their schemas are in schema/events/."""

from collections.abc import Sequence

from service_kit.events.event import Event, EventData, new_event

from admin_service.stock.model import Reason, Reservation, StockLevel

SOURCE = "admin_service"
CHANGED = "shop.stock.changed.v1"
RESERVED = "shop.stock.reserved.v1"
REFUSED = "shop.stock.refused.v1"


class StockData(EventData):
    """The number of available units of a product."""

    product_id: int
    available: int


class Short(EventData):
    """A product that cannot be reserved, the reason, and the number of available units."""

    product_id: int
    available: int
    reason: Reason


class AnswerData(EventData):
    """Whether all units of an order are reserved. If not: the reason, and the products that are short."""

    order_id: int
    reason: Reason | None
    short: list[Short]


def changed(level: StockLevel) -> Event:
    """The number of available units was changed or republished."""
    data = StockData(product_id=level.product_id, available=level.available)
    subject = f"product/{level.product_id}"
    return new_event(source=SOURCE, type=CHANGED, subject=subject, version=level.version, data=data)


def answered(reservation: Reservation, short: Sequence[Short]) -> Event:
    """The current answer to an order. `short` lists the products that caused a refusal."""
    reason = None if reservation.reason is None else Reason(reservation.reason)
    return new_event(
        source=SOURCE,
        type=RESERVED if reason is None else REFUSED,
        subject=f"order/{reservation.order_id}",
        version=reservation.version,
        data=AnswerData(order_id=reservation.order_id, reason=reason, short=list(short)),
    )
