import { gql, InMemoryCache } from "@apollo/client";
import { beforeEach, describe, expect, it } from "vitest";
import { TYPE_POLICIES } from "./policies";

const LIST = gql`
  query List($first: Int, $after: String, $filter: ProductFilter) {
    products(first: $first, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          id
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

interface List {
  products: { edges: { node: { id: string } }[]; pageInfo: object };
}

let cache: InMemoryCache;

function write(ids: string, more: boolean, variables: object = {}) {
  const edges = [...ids].map((id) => ({
    __typename: "ProductEdge",
    cursor: `cursor-${id}`,
    node: { __typename: "Product", id },
  }));
  const endCursor = edges.at(-1)?.cursor ?? null;
  const pageInfo = { __typename: "PageInfo", hasNextPage: more, endCursor };
  const products = { __typename: "ProductConnection", edges, pageInfo };
  cache.writeQuery({ query: LIST, variables, data: { products } });
}

function read(variables: object = {}) {
  const { products } = cache.readQuery<List>({ query: LIST, variables }) as List;
  return { ids: products.edges.map((edge) => edge.node.id).join(""), pageInfo: products.pageInfo };
}

describe("the shop's list", () => {
  beforeEach(() => {
    cache = new InMemoryCache({ typePolicies: TYPE_POLICIES.main });
    write("abc", true);
  });

  it("appends the next page", () => {
    write("def", false, { after: "cursor-c" });
    expect(read().ids).toBe("abcdef");
    expect(read().pageInfo).toMatchObject({ hasNextPage: false, endCursor: "cursor-f" });
  });

  it("keeps later pages when the first page is refetched", () => {
    write("def", false, { after: "cursor-c" });
    write("Nab", true);
    expect(read().ids).toBe("Nabcdef");
    expect(read().pageInfo).toMatchObject({ hasNextPage: false, endCursor: "cursor-f" });
  });

  it("contains a product that moved to the first page only once", () => {
    write("def", false, { after: "cursor-c" });
    write("eab", true);
    expect(read().ids).toBe("eabcdf");
  });

  it("is replaced when the new first page does not overlap with it", () => {
    write("def", false, { after: "cursor-c" });
    write("xyz", true);
    expect(read().ids).toBe("xyz");
    expect(read().pageInfo).toMatchObject({ hasNextPage: true, endCursor: "cursor-z" });
  });

  it("becomes empty when the service returns no products", () => {
    write("", false);
    expect(read().ids).toBe("");
  });

  it("is a separate list for each filter, independent of the page size", () => {
    write("q", false, { filter: { search: "q" }, first: 5 });
    expect(read({ first: 9 }).ids).toBe("abc");
    expect(read({ filter: { search: "q" } }).ids).toBe("q");
  });

  it("does not contain an evicted product", () => {
    cache.evict({ id: "Product:b" });
    expect(read().ids).toBe("ac");
  });
});

it("caches each page of the staff table separately", () => {
  cache = new InMemoryCache({ typePolicies: TYPE_POLICIES.admin });
  write("abc", true);
  write("def", false, { after: "cursor-c" });
  expect(read().ids).toBe("abc");
  expect(read({ after: "cursor-c" }).ids).toBe("def");
});
