"""The event that main_service publishes about likes. `schema/events/` has its schema."""

from service_kit.events.event import Event, EventData, new_event

SOURCE = "main_service"
CHANGED = "shop.likes.changed.v1"


class LikesData(EventData):
    """The number of likes of a product. It is the total, not the difference."""

    product_id: int
    likes: int


def changed(product_id: int, likes: int, sequence: int) -> Event:
    """Builds the event with the current number of likes."""
    data = LikesData(product_id=product_id, likes=likes)
    return new_event(source=SOURCE, type=CHANGED, subject=f"product/{product_id}", version=sequence, data=data)
