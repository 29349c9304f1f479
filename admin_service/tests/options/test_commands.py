"""Setting the options of a product, and the published events."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from admin_service.options import queries
from admin_service.options.commands import republish_options, set_options
from admin_service.options.draft import MAX_OPTIONS, MAX_RULES, OptionsDraft
from admin_service.options.model import ProductOptions
from admin_service.products.errors import ProductNotFound, VersionConflict
from service_kit.db.database import Database
from service_kit.events.event import MAX_EVENT_BYTES, Event

from testing.rows import contents, counts, outbox_events
from testing.shop import Shop

from .samples import CUPCAKE, DRAFT, draft, group, rule

SetOptions = Callable[..., ProductOptions]
TABLES = ("option_set", "option_group", "product_option", "option_rule", "option_rule_target")


@pytest.fixture
def product_id(shop: Shop) -> int:
    """A product without options."""
    return shop.add("Cupcake")


@pytest.fixture
def put(database: Database, product_id: int) -> SetOptions:
    """Sets the options of the product."""

    def put(wanted: OptionsDraft, product: int = product_id, **expected: int) -> ProductOptions:
        return database.write(lambda session: set_options(session, product, wanted, **expected))

    return put


def options_of(database: Database, product_id: int) -> ProductOptions:
    return database.read(lambda reader: queries.of_product(reader, product_id))


def ids(options: ProductOptions) -> dict[str, int]:
    """Returns the IDs of groups, options and rules by their codes and contents."""
    groups = {f"group {group.code}": group.id for group in options.groups}
    members = {option.code: option.id for group in options.groups for option in group.options}
    return groups | members | {f"{rule.kind} {rule.option.code}": rule.id for rule in options.rules}


def told(database: Database) -> list[dict[str, Any]]:
    return [event for event in outbox_events(database) if event["type"] == "shop.options.changed.v1"]


def test_a_new_product_has_no_options(database: Database, product_id: int) -> None:
    assert options_of(database, product_id) == ProductOptions(product_id, version=0)


def test_options_are_stored_in_order(database: Database, put: SetOptions, product_id: int) -> None:
    after = put(DRAFT)
    assert after == options_of(database, product_id)
    assert after.version == 1
    assert OptionsDraft.of(after) == DRAFT
    assert [group.code for group in after.groups] == ["body", "frosting", "extras"]
    assert [option.code for option in after.groups[0].options] == ["vanilla", "carrot", "poppy"]
    assert [rule.kind for rule in after.rules] == ["ONLY", "NEEDS", "EXCLUDES"]
    assert after.rules[0].group == after.groups[1]
    assert after.rules[2].targets == (after.groups[2].options[0], after.groups[2].options[2])


def test_publishes_all_options(database: Database, put: SetOptions, product_id: int) -> None:
    after = put(DRAFT)
    (event,) = told(database)
    assert (event["subject"], event["sequence"]) == (f"options/{product_id}", "0" * 19 + "1")
    known = ids(after)
    assert event["data"]["product_id"] == product_id
    assert event["data"]["groups"][0] == {
        "id": known["group body"],
        "code": "body",
        "name": "Body",
        "required": True,
        "most": 1,
        "options": [
            {
                "id": known["vanilla"],
                "code": "vanilla",
                "name": "Vanilla",
                "picture": "/static/vanilla.svg",
                "text": "Light.",
                "price_difference": "0.00",
                "available": True,
                "added_at": after.groups[0].options[0].added_at.isoformat().replace("+00:00", "Z"),
            },
            {**event["data"]["groups"][0]["options"][1], "code": "carrot", "price_difference": "0.30"},
            {**event["data"]["groups"][0]["options"][2], "code": "poppy", "available": False, "picture": None},
        ],
    }
    assert event["data"]["rules"] == [
        {
            "id": known["ONLY carrot"],
            "kind": "ONLY",
            "option_id": known["carrot"],
            "group_id": known["group frosting"],
            "target_ids": [known["cream"]],
        },
        {
            "id": known["NEEDS ribbon"],
            "kind": "NEEDS",
            "option_id": known["ribbon"],
            "group_id": None,
            "target_ids": [known["box"]],
        },
        {
            "id": known["EXCLUDES neon"],
            "kind": "EXCLUDES",
            "option_id": known["neon"],
            "group_id": None,
            "target_ids": [known["flag"], known["ribbon"]],
        },
    ]


def test_setting_the_same_options_changes_nothing(database: Database, put: SetOptions) -> None:
    put(DRAFT)
    before = contents(database)
    assert put(OptionsDraft.read(CUPCAKE)).version == 1
    assert contents(database) == before


def test_setting_no_options_on_a_product_without_options_changes_nothing(
    database: Database, put: SetOptions
) -> None:
    before = contents(database)
    assert put(draft()).version == 0
    assert contents(database) == before


def test_moved_options_keep_their_ids(put: SetOptions) -> None:
    first = put(draft(group("a", "one", "two"), group("b", "three"), rules=[rule("NEEDS", "one", "two")]))
    rules = [rule("EXCLUDES", "one", "two"), rule("NEEDS", "one", "two")]
    second = put(draft(group("b", "two", "four"), group("a", "three", "one"), rules=rules))
    before, after = ids(first), ids(second)
    assert {name: after[name] for name in before} == before
    assert after.keys() - before.keys() == {"four", "EXCLUDES one"}
    since = {option.code: option.added_at for group in second.groups for option in group.options}
    assert since["one"] == first.groups[0].options[0].added_at < since["four"]


def test_changing_a_name_changes_nothing_else(database: Database, put: SetOptions) -> None:
    before = put(draft(group("a", "one")))
    after = put(draft({"code": "a", "name": "Other", "options": [{"code": "one", "name": "Eins"}]}))
    assert ids(after) == ids(before)
    assert (after.groups[0].name, after.groups[0].options[0].name, after.version) == ("Other", "Eins", 2)
    assert [event["sequence"][-1] for event in told(database)] == ["1", "2"]


def test_a_removed_and_readded_option_has_a_new_id(put: SetOptions) -> None:
    first = put(draft(group("a", "one")))
    put(draft())
    third = put(draft(group("a", "one")))
    assert third.version == 3
    assert ids(third)["one"] > ids(first)["one"]
    assert ids(third)["group a"] > ids(first)["group a"]


def test_a_rule_can_be_set_twice(put: SetOptions) -> None:
    wanted = draft(group("a", "one", "two"), rules=[rule("NEEDS", "one", "two")] * 2)
    one, two = put(wanted).rules
    assert one.id != two.id
    assert put(wanted).version == 1


def test_changed_rules_are_a_change(put: SetOptions) -> None:
    groups = (group("a", "one", "two"), group("b", "three"))
    versions = [
        put(draft(*groups, rules=rules)).version
        for rules in (
            [],
            [rule("NEEDS", "one", "two")],
            [rule("NEEDS", "one", "two", "three")],
            [rule("EXCLUDES", "one", "two", "three")],
            [rule("ONLY", "one", "three", group="b")],
            [rule("ONLY", "one", group="b")],
            [rule("ONLY", "one", group="b")],
        )
    ]
    assert versions == [1, 2, 3, 4, 5, 6, 6]


def test_an_outdated_expected_version_is_refused(database: Database, put: SetOptions) -> None:
    assert put(draft(group("a")), expected_version=0).version == 1
    before = contents(database)
    with pytest.raises(VersionConflict) as conflict:
        put(draft(group("b")), expected_version=0)
    assert conflict.value.current_version == 1
    assert contents(database) == before
    assert put(draft(group("b")), expected_version=1).version == 2


def test_unknown_products_are_not_found(database: Database, put: SetOptions, product_id: int) -> None:
    before = contents(database)
    with pytest.raises(ProductNotFound):
        put(DRAFT, product=product_id + 1)
    assert contents(database) == before


def test_codes_are_unique_only_within_a_product(
    database: Database, put: SetOptions, product_id: int, shop: Shop
) -> None:
    other = shop.add("Another cupcake")
    mine, others = put(DRAFT), put(DRAFT, product=other)
    assert {group.id for group in mine.groups}.isdisjoint(group.id for group in others.groups)
    put(draft(), product=other)
    assert options_of(database, product_id) == mine


def test_deleting_a_product_deletes_only_its_options(
    database: Database, put: SetOptions, product_id: int, shop: Shop
) -> None:
    other = shop.add("Another cupcake")
    kept = put(DRAFT, product=other)
    only_one = counts(database)
    put(DRAFT)
    events = len(told(database))
    shop.remove(product_id)
    assert {table: counts(database)[table] for table in TABLES} == {table: only_one[table] for table in TABLES}
    assert options_of(database, other) == kept
    assert len(told(database)) == events  # the deletion of the product covers its options


def test_republishes_all_products_that_ever_had_options(
    database: Database, put: SetOptions, product_id: int, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [shop.add(f"Cupcake {number}") for number in range(3)]
    for product in (product_id, *others[:2]):
        put(DRAFT, product=product)
    put(draft(), product=others[0])
    before = told(database)
    monkeypatch.setattr("admin_service.options.commands.REPUBLISH_BATCH", 2)
    last: int | None = 0
    while last is not None:
        last = database.write(lambda session, after=last: republish_options(session, after))  # type: ignore[misc]
    again = told(database)[len(before) :]
    assert [(event["subject"], int(event["sequence"])) for event in again] == [
        (f"options/{product_id}", 1),
        (f"options/{others[0]}", 2),
        (f"options/{others[1]}", 1),
    ]
    newest = {event["subject"]: event["data"] for event in before}
    assert {event["subject"]: event["data"] for event in again} == newest


def test_the_largest_options_fit_in_an_event(database: Database, put: SetOptions) -> None:
    texts = {"name": "🍺" * 100, "text": "🍺" * 300, "picture": "🍺" * 200, "price_difference": "9999999999.99"}
    options = [{"code": f"{number:050}", **texts} for number in range(MAX_OPTIONS)]
    codes = [option["code"] for option in options]
    rules = [
        rule("NEEDS", codes[number % 60], *(c for c in codes if c != codes[number % 60])) for number in range(100)
    ]
    assert len(rules) == MAX_RULES
    after = put(
        OptionsDraft.read({"groups": [{"code": "all", "name": "All", "options": options}], "rules": rules})
    )
    assert after.groups[0].options[-1].price_difference == Decimal("9999999999.99")
    (event,) = told(database)
    assert len(Event.model_validate(event).to_json()) < MAX_EVENT_BYTES * 0.9  # leaves room for longer IDs
