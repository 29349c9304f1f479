import { gql, InMemoryCache, type TypedDocumentNode } from "@apollo/client";
import { expect, it } from "vitest";
import { applyProductChanges } from "./productChanges";
import { TYPE_POLICIES } from "./policies";

interface Place {
  title: string;
  likes: number;
}

const SORT_FIELDS: TypedDocumentNode<Place, unknown> = gql`
  fragment Place on Product {
    title
    likes
  }
`;
const LIST = gql`
  query List($filter: ProductFilter) {
    products(first: 2, filter: $filter) {
      edges {
        cursor
        node {
          id
          title
          likes
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

const product = (id: string, likes = 0, title = "Stout") => ({
  __typename: "Product",
  id,
  title,
  likes,
});

const FILTERS = [null, { category: "beer" }];

/** A cache with two lists that contain products 1 and 2. */
function createCache() {
  const cache = new InMemoryCache({ typePolicies: TYPE_POLICIES.main });
  const edges = ["1", "2"].map((id) => ({ cursor: id, node: product(id) }));
  const pageInfo = { hasNextPage: true, endCursor: "2" };
  for (const filter of FILTERS) {
    const data = { products: { edges, pageInfo } };
    cache.writeQuery({ query: LIST, variables: { filter }, data });
  }
  return cache;
}

const none = { all: false, changes: [] };
const changed = (change: object) => ({ all: false, changes: [{ id: "1", product: change }] });

it.each([
  ["any product may have changed", { all: true, changes: [] }, true],
  ["nothing has", none, false],
  ["what it goes by has", changed(product("1", 0, "Porter")), true],
  ["something else has", changed(product("1", 5)), false],
  ["a product is new", { all: false, changes: [{ id: "3", product: product("3") }] }, true],
  ["a product has gone", { all: false, changes: [{ id: "1", product: null }] }, true],
  ["one that is not known has gone", { all: false, changes: [{ id: "3", product: null }] }, false],
])("detects whether a list may have changed: %s", (_, change, expected) => {
  expect(applyProductChanges(createCache(), change, SORT_FIELDS, ["title"])).toBe(expected);
});

it("detects changed likes if the list depends on them", () => {
  expect(
    applyProductChanges(createCache(), changed(product("1", 5)), SORT_FIELDS, ["title", "likes"]),
  ).toBe(true);
});

it("removes a deleted product from every list and keeps the others", () => {
  const cache = createCache();
  applyProductChanges(
    cache,
    { all: false, changes: [{ id: "1", product: null }] },
    SORT_FIELDS,
    [],
  );
  for (const filter of FILTERS) {
    const list = cache.readQuery<{ products: { edges: { node: { id: string } }[] } }>({
      query: LIST,
      variables: { filter },
    });
    expect(list?.products.edges.map(({ node }) => node.id)).toEqual(["2"]);
  }
});
