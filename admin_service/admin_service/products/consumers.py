"""Handles the like counts of main_service."""

from typing import ClassVar

from pydantic import Field
from service_kit.events.event import EventData, Received, Subscription
from sqlalchemy.orm import Session

from admin_service.products.commands import set_likes


class LikesData(EventData):
    """The fields of a like count that this service uses."""

    EVENT: ClassVar[str] = "shop.likes.changed.v1"

    product_id: int = Field(ge=1)
    likes: int = Field(ge=0)


def on_likes_changed(session: Session, received: Received[LikesData]) -> None:
    set_likes(session, received.data.product_id, likes=received.data.likes, sequence=received.version)


SUBSCRIPTIONS = (Subscription(LikesData.EVENT, LikesData, on_likes_changed),)
