"""The contracts of admin_service, as files in schema/."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from fastapi import FastAPI
from option_engine.choices import RuleKind
from service_kit.contracts import SAMPLE_TIME, event_schemas, openapi, published, sdl

from admin_service.options import events as option_events
from admin_service.products import events as product_events
from admin_service.schema import build_schema
from admin_service.sessions import events as session_events
from admin_service.stock import events as stock_events
from admin_service.stock.model import Reason
from admin_service.users import events as user_events

SOURCE = product_events.SOURCE
PRODUCT = product_events.ProductData(
    id=17,
    title="Amber Ale",
    image="/pictures/beer/lantern-hour-amber-ale.svg",
    sku="BEER-AMBER-ALE",
    price=Decimal("4.50"),
    category="beer",
    created_at=SAMPLE_TIME,
    updated_at=SAMPLE_TIME,
)
USER = user_events.UserData(id=3, username="ada", display_name="Ada Lovelace", visitor=False)
REVOKED = session_events.SessionRevokedData(digest="5f" * 32, user_id=3, revoked_at=SAMPLE_TIME)
STOCK = stock_events.StockData(product_id=17, available=40)
HELD = stock_events.AnswerData(order_id=5, reason=None, short=[])
REFUSED = stock_events.AnswerData(
    order_id=5,
    reason=Reason.OUT_OF_STOCK,
    short=[stock_events.Short(product_id=17, available=1, reason=Reason.OUT_OF_STOCK)],
)
FLAG = option_events.OptionData(
    id=9,
    code="flag",
    name="Flag",
    picture="/static/cupcake/topping-flag.svg",
    text="A small paper flag.",
    price_difference=Decimal("0.30"),
    available=True,
    added_at=SAMPLE_TIME,
)
NEON = option_events.OptionData(
    id=6,
    code="frosting-neon",
    name="Neon",
    picture=None,
    text="",
    price_difference=Decimal("0.00"),
    available=True,
    added_at=SAMPLE_TIME,
)
FROSTING = option_events.GroupData(id=2, code="frosting", name="Frosting", required=True, most=1, options=[NEON])
TOPPING = option_events.GroupData(id=3, code="topping", name="Topping", required=True, most=1, options=[FLAG])
RULE = option_events.RuleData(id=4, kind=RuleKind.ONLY, option_id=6, group_id=3, target_ids=[9])
OPTIONS = option_events.OptionsData(product_id=17, groups=[FROSTING, TOPPING], rules=[RULE])

DELETED = product_events.ProductDeletedData(id=17, deleted_at=SAMPLE_TIME)
PUBLISHED = (
    published(SOURCE, product_events.CREATED, "product/17", 1, PRODUCT),
    published(SOURCE, product_events.UPDATED, "product/17", 2, PRODUCT),
    published(SOURCE, product_events.DELETED, "product/17", 3, DELETED),
    published(SOURCE, user_events.CREATED, "user/3", 1, USER),
    published(SOURCE, user_events.UPDATED, "user/3", 2, USER),
    published(SOURCE, session_events.REVOKED, "session/12", 1, REVOKED),
    published(SOURCE, stock_events.CHANGED, "product/17", 2, STOCK),
    published(SOURCE, option_events.CHANGED, "options/17", 1, OPTIONS),
    published(SOURCE, stock_events.RESERVED, "order/5", 1, HELD),
    published(SOURCE, stock_events.REFUSED, "order/5", 1, REFUSED),
)


def export(folder: Path, app: FastAPI) -> Mapping[Path, str]:
    """Returns the path and text of every file that is generated from the code of this service."""
    return {
        folder / "admin.graphql": sdl(build_schema(production=False)),
        folder / "openapi" / "admin.json": openapi(app),
        **event_schemas(folder / "events", PUBLISHED),
    }
