"""Loading the demo shop. What is there already stays as it is, so it may be loaded again."""

from pathlib import Path

import orjson
from service_kit.errors import read_input
from service_kit.service import Service
from sqlalchemy.orm import Session

from admin_service.products import queries as products
from admin_service.products.commands import create_product
from admin_service.products.model import ProductDraft
from admin_service.users import queries as users
from admin_service.users.commands import create_user

PRODUCTS = Path(__file__).with_name("products.json")
USERS = tuple(f"guest-{number:02d}" for number in range(1, 13))


def load(service: Service) -> int:
    """The `seed` command."""
    added = service.database.write(_add_missing)
    print(f"{added} products added")
    return 0


def _add_missing(session: Session) -> int:
    taken = users.known_usernames(session, USERS)
    for username in USERS:
        if username not in taken:
            create_user(session, username)
    drafts = [read_input(ProductDraft, fields) for fields in orjson.loads(PRODUCTS.read_bytes())]
    known = products.known_skus(session, [draft.sku for draft in drafts])
    missing = [draft for draft in drafts if draft.sku not in known]
    for draft in missing:
        create_product(session, draft)
    return len(missing)
