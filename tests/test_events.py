"""Events that come more than once, too late, out of order, or that nobody can apply."""

import json
from concurrent.futures import ThreadPoolExecutor

from testing.waiting import eventually
from tests.support.books import ServiceName
from tests.support.clients import AdminClient
from tests.support.crafted import event, likes_event, product_event, send, send_bodies
from tests.support.shop import Shop
from tests.support.stacks import ON_SERVERS

pytestmark = ON_SERVERS
Bodies = list[tuple[str, bytes]]
A_PRODUCT = "shop.product.updated.v1"
UNREADABLE = {  # by what the dead letter says
    "no handler for type 'shop.product.renamed.v1'": (
        "shop.product.renamed.v1",
        event("shop.product.renamed.v1", "product/1", 1, {}).to_json(),
    ),
    "no handler for type 'shop.product.updated.v9'": (
        "shop.product.updated.v9",
        event("shop.product.updated.v9", "product/1", 1, {}).to_json(),
    ),
    "data of shop.product.updated.v1: price": (A_PRODUCT, product_event("updated", 1, 9, price="dear").to_json()),
    "not a CloudEvent": (A_PRODUCT, b'{"specversion": "1.0"}'),
    "bytes; at most": (A_PRODUCT, b'{"title": "' + b"x" * 300_000 + b'"}'),
    "not JSON": (A_PRODUCT, b"\x00\xff"),
}


def told(shop: Shop, *product_ids: int) -> Bodies:
    """What admin_service has committed to tell of these products, oldest first."""
    subjects = {f"product/{product_id}" for product_id in product_ids}
    rows = shop.books.query("admin", "SELECT type, body FROM outbox ORDER BY id")
    return [(row.type, row.body) for row in rows if json.loads(row.body)["subject"] in subjects]


def parked(shop: Shop, service: ServiceName) -> list[list[str]]:
    """The lines of `dead-letters list`, in columns."""
    status, output = shop.run(service, "dead-letters", "list")
    assert status == 0, output
    return [line.split("\t") for line in output.splitlines() if "\t" in line]


def test_events_in_reverse_order_that_come_three_times_each_end_in_the_newest_state(shop: Shop) -> None:
    with shop.api_only(shop.admin):
        admin = shop.admin_client()
        kept, deleted = admin.new_product("First"), admin.new_product("Doomed")
        for title in ("Second", "Third", "Fourth"):
            admin.update(kept, title=title)
        admin.update(deleted, title="Doomed still")
        admin.delete(deleted)
        bodies = told(shop, kept, deleted)
        assert len(bodies) == 9  # each product has a stock, too
        with ThreadPoolExecutor(3) as senders:
            for body in reversed(bodies):
                list(senders.map(send_bodies, [shop] * 3, ["main"] * 3, [[body]] * 3))
        eventually(lambda: assert_applied(shop, bodies))
        assert_title(shop, kept, "Fourth")
        assert shop.main_client().product(deleted) is None
        assert shop.books.query("admin", "SELECT 1 FROM outbox WHERE state = 'pending'"), "told by hand only"
    shop.check_invariants()


def test_an_old_state_that_comes_late_changes_nothing(shop: Shop) -> None:
    product_id = shop.admin_client().new_product("Draft")
    shop.admin_client().update(product_id, title="Final")
    eventually(lambda: assert_title(shop, product_id, "Final"))
    stale = product_event("updated", product_id, 1, title="Stale")
    send(shop, "main", stale)
    eventually(lambda: assert_applied(shop, [(stale.type, stale.to_json())]))
    assert_title(shop, product_id, "Final")


def test_a_late_update_does_not_bring_a_deleted_product_back(shop: Shop) -> None:
    admin = shop.admin_client()
    product_id = admin.new_product("Gone")
    admin.delete(product_id)
    shop.check_invariants()
    late = product_event("updated", product_id, 99, title="Ghost")
    send(shop, "main", late)
    eventually(lambda: assert_applied(shop, [(late.type, late.to_json())]))
    shop.check_invariants()
    assert shop.main_client().product(product_id) is None


def test_the_same_id_with_another_body_is_parked_and_changes_nothing(shop: Shop) -> None:
    product_id = shop.admin_client().new_product("Original")
    shop.check_invariants()
    (kind, body), _ = told(shop, product_id)
    send_bodies(shop, "main", [(kind, body.replace(b"Original", b"Forgery!"))])
    eventually(lambda: assert_parked(shop, "main", "with another body"), timeout=20)
    assert_title(shop, product_id, "Original")
    assert shop.books.execute("main", "DELETE FROM dead_letter") == 1


def test_what_cannot_be_understood_is_parked_and_its_neighbours_flow(shop: Shop) -> None:
    admin = shop.admin_client()
    before = admin.new_product("Neighbour before")
    send_bodies(shop, "main", list(UNREADABLE.values()))
    after = admin.new_product("Neighbour after")
    eventually(lambda: assert_title(shop, before, "Neighbour before"))
    eventually(lambda: assert_title(shop, after, "Neighbour after"))
    eventually(lambda: assert_parked(shop, "main", *UNREADABLE), timeout=20)
    assert shop.admin_client().sync_status()["deadLetters"] == 0
    assert shop.main_client().sync_status()["deadLetters"] == len(UNREADABLE)

    # No replay can help them.
    assert len(parked(shop, "main")) == len(UNREADABLE)
    assert shop.run("main", "dead-letters", "replay", "--all") == (0, f"{len(UNREADABLE)}\n")
    eventually(lambda: assert_parked(shop, "main", *UNREADABLE), timeout=20)
    assert shop.run("main", "dead-letters", "discard", "--all") == (0, f"{len(UNREADABLE)}\n")
    assert_parked(shop, "main")


def test_a_poison_event_is_parked_while_its_neighbours_flow_and_applied_once_it_can_be(shop: Shop) -> None:
    admin, main = shop.admin_client(), shop.main_client()
    last = admin.new_product("Before the poison")
    poison = likes_event(last + 2, likes=7)
    send(shop, "admin", poison)
    eventually(lambda: assert_likes(main.like(last)))
    eventually(lambda: assert_count(admin, last, 1))
    eventually(lambda: assert_parked(shop, "admin", f"LikesOfUnknownProduct: product {last + 2}"), timeout=20)
    assert poison.id not in shop.books.ids("admin", "inbox")

    # What it tells of comes into being: now it can be applied.
    assert [admin.new_product("One"), admin.new_product("Two")] == [last + 1, last + 2]
    status, output = shop.run("admin", "dead-letters", "replay", "--all")
    assert (status, output.split()[-1]) == (0, "1")
    eventually(lambda: assert_count(admin, last + 2, 7))
    assert poison.id in shop.books.ids("admin", "inbox")
    assert_parked(shop, "admin")

    # The count was invented: main_service tells the true one.
    assert shop.run("main", "resync")[0] == 0
    eventually(lambda: assert_count(admin, last + 2, 0))


def assert_title(shop: Shop, product_id: int, title: str) -> None:
    product = shop.main_client().product(product_id)
    assert product is not None
    assert product["title"] == title


def assert_applied(shop: Shop, bodies: Bodies) -> None:
    assert {json.loads(body)["id"] for _, body in bodies} <= set(shop.books.ids("main", "inbox"))


def assert_parked(shop: Shop, service: ServiceName, *reasons: str) -> None:
    """There are these dead letters and no others, all parked."""
    letters = shop.books.query(service, "SELECT state, error FROM dead_letter ORDER BY error")
    assert len(letters) == len(reasons)
    assert {letter.state for letter in letters} <= {"parked"}
    for reason in reasons:
        assert [letter for letter in letters if reason in letter.error], reason


def assert_likes(answer: dict[str, object]) -> None:
    assert answer["__typename"] == "LikeProductSuccess"


def assert_count(admin: AdminClient, product_id: int, likes: int) -> None:
    assert admin.product(product_id)["likes"] == likes
