"""Product queries that both services answer in the same way: by id, search, category and reference."""

import asyncio

import pytest

from testing.api import Client, codes
from testing.one_service import ON_SQLITE
from testing.rows import statements
from testing.shop import Shop

PRODUCT = "query($id: ID!) { product(id: $id) { title } }"
SEARCH = "query($by: ProductFilter) { products(filter: $by) { nodes { title } totalCount } }"
ENTITIES = "query($of: [_Any!]!) { _entities(representations: $of) { ... on Product { id title } } }"
NO_IDS = ["abc", "0", "-1", "99999999999999999999", "2147483648", "1.0", " 1", "", "1e3", "\u0661"]
TITLES = ["Pale ale 5%", "under_score", 'Brewer\'s "Best"', "back\\slash", "sour/sweet", "Stöut 🍺"]

SCRIPTS = ["Медовик", "Éclair au café", "Smørrebrød", "Straßenkuchen", "Ёлка", "हिन्दी चाय", "Figs"]


async def titles(client: Client, **conditions: str | None) -> list[str]:
    found = (await client.graphql(SEARCH, by=conditions))["products"]
    assert found["totalCount"] == len(found["nodes"])
    return sorted(node["title"] for node in found["nodes"])


class QueryChecks:
    """Derive from it and provide `shop`."""

    async def test_an_unknown_or_invalid_id_returns_no_product(self, client: Client, shop: Shop) -> None:
        known = shop.add()
        for wanted in [*NO_IDS, str(known + 1)]:
            assert (wanted, await client.graphql(PRODUCT, id=wanted)) == (wanted, {"product": None})

    async def test_an_id_may_be_given_as_a_number(self, client: Client, shop: Shop) -> None:
        data = await client.graphql(f"{{ product(id: {shop.add('Bock')}) {{ title }} }}")
        assert data == {"product": {"title": "Bock"}}

    @ON_SQLITE
    async def test_aliases_fragments_and_directives_work(self, client: Client, shop: Shop) -> None:
        product_id = shop.add("Bock", sku="BOCK", category="beer")
        operation = """query($id: ID!, $no: Boolean = false) {
          one: product(id: $id) { name: title ...Rest category @skip(if: $no) price @include(if: $no) }
          list: products { first: nodes { code: sku } second: nodes { ... on Product { name: title } } }
        }
        fragment Rest on Product { id ... @include(if: true) { sku } }"""
        assert await client.graphql(operation, id=product_id) == {
            "one": {"name": "Bock", "id": str(product_id), "sku": "BOCK", "category": "beer"},
            "list": {"first": [{"code": "BOCK"}], "second": [{"name": "Bock"}]},
        }

    async def test_a_removed_product_is_found_nowhere(self, client: Client, shop: Shop) -> None:
        product_id = shop.add("Bock", category="beer")
        shop.remove(product_id)
        assert await client.graphql(PRODUCT, id=product_id) == {"product": None}
        assert await titles(client) == []
        assert await client.graphql("{ categories }") == {"categories": []}

    async def test_lists_the_categories_that_have_products_by_name(self, client: Client, shop: Shop) -> None:
        for category in ("stout", "ale", "stout"):
            shop.add(category=category)
        assert await client.graphql("{ categories }") == {"categories": ["ale", "stout"]}

    @pytest.mark.parametrize(
        ("search", "found"),
        [
            ("ale", ["Amber ALE", "Pale ale 5%"]),
            ("ALE", ["Amber ALE", "Pale ale 5%"]),
            ("ber A", ["Amber ALE"]),
            ("%", ["Pale ale 5%"]),
            ("_", ["under_score"]),
            ("'", ['Brewer\'s "Best"']),
            ('"', ['Brewer\'s "Best"']),
            ("\\", ["back\\slash"]),
            ("/", ["sour/sweet"]),
            ("Stö", ["Stöut 🍺"]),
            ("🍺", ["Stöut 🍺"]),
            ("SKU-AMB", ["Amber ALE"]),
            ("sku-amb", ["Amber ALE"]),
            ("", ["Amber ALE", *TITLES]),
            ("nothing", []),
            ("' OR '1'='1", []),
            ("\x00", []),
        ],
    )
    async def test_search_finds_literal_parts_of_titles_and_skus(
        self, client: Client, shop: Shop, search: str, found: list[str]
    ) -> None:
        shop.add("Amber ALE", sku="SKU-AMBER")
        for number, title in enumerate(TITLES):
            shop.add(title, sku=f"N{number}")
        assert await titles(client, search=search) == sorted(found)

    @pytest.mark.parametrize(
        ("search", "found"),
        [
            ("медовик", ["Медовик"]),
            ("МЕДОВИК", ["Медовик"]),
            ("éclair", ["Éclair au café"]),
            ("ECLAIR AU CAFE", ["Éclair au café"]),
            ("cafe\u0301", ["Éclair au café"]),
            ("smorrebrod", ["Smørrebrød"]),
            ("STRASSE", ["Straßenkuchen"]),
            ("елка", ["Ёлка"]),
            ("हिन्दी", ["हिन्दी चाय"]),
            ("हन्द", []),
            ("ﬁg", ["Figs"]),
            ("  FIGS ", ["Figs"]),
            (" ", sorted(SCRIPTS)),
        ],
    )
    async def test_search_finds_titles_of_every_script_regardless_of_case_and_accents(
        self, client: Client, shop: Shop, search: str, found: list[str]
    ) -> None:
        for title in SCRIPTS:
            shop.add(title)
        assert await titles(client, search=search) == found

    @pytest.mark.parametrize(
        "search", ["x" * 201, "%" * 60_000, "🍺" * 100_000, "\\" * 201], ids=lambda text: text[0]
    )
    async def test_a_search_longer_than_any_title_finds_nothing(
        self, client: Client, shop: Shop, search: str
    ) -> None:
        shop.add()
        assert await titles(client, search=search) == []

    async def test_a_category_is_matched_exactly_and_together_with_the_search(
        self, client: Client, shop: Shop
    ) -> None:
        shop.add("Dark Stout", category="beer")
        shop.add("Dark Cherry", category="cupcake")
        assert await titles(client, category="beer") == ["Dark Stout"]
        assert await titles(client, category="cupcake", search="dark") == ["Dark Cherry"]
        assert await titles(client, category=None, search=None) == ["Dark Cherry", "Dark Stout"]
        for category in ("Beer", "bee", "be%", "", "' OR 1=1 --", "biére", "🍺", "\x00", "x" * 5000):
            assert (category, await titles(client, category=category)) == (category, [])

    async def test_counts_the_whole_list_and_only_when_asked(self, client: Client, shop: Shop) -> None:
        for number in range(5):
            shop.add(category="beer" if number % 2 else "other")
        with statements() as sent:
            data = await client.graphql('{ products(first: 1, filter: {category: "other"}) { totalCount } }')
        assert data["products"]["totalCount"] == 3
        assert sum("count(" in statement for statement in sent) == 1
        with statements() as sent:
            await client.graphql("{ products { nodes { id } pageInfo { hasNextPage } } }")
        assert not any("count(" in statement for statement in sent)

    async def test_resolves_references_of_the_other_subgraph_in_their_order_with_one_statement(
        self, client: Client, shop: Shop
    ) -> None:
        first, second = shop.add("First"), shop.add("Second")
        wanted = [second, first, second, second + 1000, "abc"]
        with statements() as sent:
            data = await client.graphql(ENTITIES, of=[{"__typename": "Product", "id": str(key)} for key in wanted])
        found = data["_entities"]
        assert [node and node["title"] for node in found] == ["Second", "First", "Second", None, None]
        assert [node and node["id"] for node in found][:2] == [str(second), str(first)]
        assert len(sent) == 1

    @ON_SQLITE
    @pytest.mark.parametrize(
        "reference", [{}, {"__typename": "Nope", "id": "1"}, {"__typename": "Product"}, {"__typename": "Query"}]
    )
    async def test_an_invalid_reference_is_a_client_error(self, client: Client, reference: dict[str, str]) -> None:
        assert codes(await client.graphql_errors(ENTITIES, of=[reference])) == ["BAD_USER_INPUT"]

    @ON_SQLITE
    async def test_answers_many_clients_at_once_each_their_own(self, client: Client, shop: Shop) -> None:
        ids = [shop.add(f"Ale {number}") for number in range(20)]
        answers = await asyncio.gather(*(client.graphql(PRODUCT, id=product_id) for product_id in ids))
        assert [answer["product"]["title"] for answer in answers] == [f"Ale {number}" for number in range(20)]
