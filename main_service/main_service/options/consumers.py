"""Handles the events that admin_service publishes about options."""

from pydantic import Field
from service_kit.events.event import EventData, Received, Subscription
from sqlalchemy.orm import Session

from main_service.options.commands import store_options
from main_service.options.document import Document


class OptionsData(EventData, Document):
    """All option groups, options and rules of a product."""

    product_id: int = Field(ge=1)


def on_options_changed(session: Session, received: Received[OptionsData]) -> None:
    """Replaces the copy of the options."""
    data = received.data
    document = Document(groups=data.groups, rules=data.rules)
    store_options(session, data.product_id, received.version, document)


SUBSCRIPTIONS = (Subscription("shop.options.changed.v1", OptionsData, on_options_changed),)
