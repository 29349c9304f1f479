"""What main_service tells the others about likes. Schema: schema/events/."""

from service_kit.events.event import Event, EventData, new_event

SOURCE = "main_service"
CHANGED = "shop.likes.changed.v1"


class LikesData(EventData):
    """How many like a product: the count itself, not by how much it changed."""

    product_id: int
    likes: int


def changed(product_id: int, likes: int, sequence: int) -> Event:
    """The count has changed, or is told again."""
    data = LikesData(product_id=product_id, likes=likes)
    return new_event(source=SOURCE, type=CHANGED, subject=f"product/{product_id}", version=sequence, data=data)
