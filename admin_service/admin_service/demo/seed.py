"""The command `seed`: loads the demo shop. Existing data stays unchanged, so it can be run again."""

import asyncio
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import orjson
from service_kit.errors import read_input
from service_kit.identity import Role
from service_kit.process.service import Service
from sqlalchemy.orm import Session

from admin_service.options import queries as options
from admin_service.options.commands import set_options
from admin_service.options.draft import OptionsDraft
from admin_service.products import queries as products
from admin_service.products.commands import create_product
from admin_service.products.model import ProductDraft
from admin_service.settings import AdminSettings
from admin_service.stock import queries as stock_queries
from admin_service.stock.commands import adjust_stock
from admin_service.stock.model import Adjustment
from admin_service.users import queries as users
from admin_service.users.commands import create_visitor, register
from admin_service.users.model import Registration
from admin_service.users.passwords import Passwords

PRODUCTS = Path(__file__).with_name("products.json")
OPTIONS = Path(__file__).with_name("options.json")
VISITORS = tuple(f"guest-{number:02d}" for number in range(1, 13))


def load(service: Service) -> int:
    settings = service.settings
    assert isinstance(settings, AdminSettings)
    added = service.database.write(_add_products)
    service.database.write(_add_options)
    service.database.write(_add_visitors)
    print(f"products added: {added}")
    for role, secret in settings.demo_passwords.items():
        username = role.lower()
        fields = {"username": username, "email": f"{username}@shop.example", "first_name": "Demo"}
        account = read_input(Registration, {**fields, "last_name": role.title(), "password": secret})
        if service.database.write(partial(_add_account, account=account, role=role)):
            print(f"account added: {username}")
    return 0


def _add_products(session: Session) -> int:
    drafts = [read_input(ProductDraft, fields) for fields in orjson.loads(PRODUCTS.read_bytes())]
    known = products.ids_by_sku(session, [draft.sku for draft in drafts])
    missing = [draft for draft in drafts if draft.sku not in known]
    for draft in missing:
        create_product(session, draft)
    _stock_up(session, {known[draft.sku]: draft.stock for draft in drafts if draft.sku in known and draft.stock})
    return len(missing)


def _stock_up(session: Session, stock: Mapping[int, int]) -> None:
    """Adds stock to products that were loaded by a version without stock."""
    for product_id in sorted(stock_queries.never_stocked(session, stock)):
        adjust_stock(session, product_id, Adjustment(change=stock[product_id]), user_id=None)


def _add_options(session: Session) -> None:
    """Sets the options of configurable products that never had options."""
    wanted = orjson.loads(OPTIONS.read_bytes())
    known = products.ids_by_sku(session, wanted)
    for sku in wanted:
        if sku in known and not options.version_of(session, known[sku]):
            set_options(session, known[sku], OptionsDraft.read(wanted[sku]))


def _add_visitors(session: Session) -> None:
    for username in sorted(set(VISITORS) - users.taken_usernames(session, VISITORS)):
        create_visitor(session, username)


def _add_account(session: Session, account: Registration, role: Role) -> bool:
    if users.taken_usernames(session, [account.username]):
        return False
    password_hash = asyncio.run(Passwords().hash(account.password))
    register(session, account, password_hash=password_hash, role=role)
    return True
