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

  it("grows by the page after the last one", () => {
    write("def", false, { after: "cursor-c" });
    expect(read().ids).toBe("abcdef");
    expect(read().pageInfo).toMatchObject({ hasNextPage: false, endCursor: "cursor-f" });
  });

  it("keeps what was loaded further down when its first page comes anew", () => {
    write("def", false, { after: "cursor-c" });
    write("Nab", true);
    expect(read().ids).toBe("Nabcdef");
    expect(read().pageInfo).toMatchObject({ hasNextPage: false, endCursor: "cursor-f" });
  });

  it("shows a product once that has moved up to the first page", () => {
    write("def", false, { after: "cursor-c" });
    write("eab", true);
    expect(read().ids).toBe("eabcdf");
  });

  it("starts anew where the first page has nothing to do with what was there", () => {
    write("def", false, { after: "cursor-c" });
    write("xyz", true);
    expect(read().ids).toBe("xyz");
    expect(read().pageInfo).toMatchObject({ hasNextPage: true, endCursor: "cursor-z" });
  });

  it("becomes empty when there is nothing any more", () => {
    write("", false);
    expect(read().ids).toBe("");
  });

  it("is another list for another filter, whatever the page size", () => {
    write("q", false, { filter: { search: "q" }, first: 5 });
    expect(read({ first: 9 }).ids).toBe("abc");
    expect(read({ filter: { search: "q" } }).ids).toBe("q");
  });

  it("leaves out a product that has been evicted", () => {
    cache.evict({ id: "Product:b" });
    expect(read().ids).toBe("ac");
  });
});

it("keeps each page of the back office's table by itself", () => {
  cache = new InMemoryCache({ typePolicies: TYPE_POLICIES.admin });
  write("abc", true);
  write("def", false, { after: "cursor-c" });
  expect(read().ids).toBe("abc");
  expect(read({ after: "cursor-c" }).ids).toBe("def");
});
