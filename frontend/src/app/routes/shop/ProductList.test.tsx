import { act, screen } from "@testing-library/react";
import { type ReactNode, Suspense } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LIST_PAUSE_MS } from "../../../config";
import { fakeService } from "../../../testing/fakeService";
import { fakeStreams } from "../../../testing/fakeStreams";
import { renderPart } from "../../../testing/render";
import { ProductList } from "./ProductList";

/** The ids of the products that were drawn, each time that one was. */
const drawn = vi.hoisted(() => [] as string[]);

vi.mock("../../../features/products/ProductCard", () => ({
  ProductCard: ({ product, children }: { product: Product; children: ReactNode }) => {
    drawn.push(product.id);
    return (
      <article>
        {product.title} {children}
      </article>
    );
  },
}));

interface Product {
  id: string;
  title: string;
}

const product = (id: string, title = `Ale ${id}`, likes = 0) => ({
  __typename: "Product",
  id,
  title,
  likes,
  likedByMe: false,
  configurable: false,
  image: "/a.svg",
  price: "4.50",
  category: "beer",
  availableStock: 40,
});

const page = (...products: Product[]) => ({
  products: {
    __typename: "ProductConnection",
    edges: products.map((node) => ({ __typename: "ProductEdge", cursor: node.id, node })),
    pageInfo: { __typename: "PageInfo", hasNextPage: false, endCursor: null },
    totalCount: products.length,
    revision: "process.1",
  },
  categories: ["beer"],
  syncStatus: { __typename: "SyncStatus", connected: true, lastAppliedAt: null },
});

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

/** The list with two products, and what tells it something by a subscription's name. */
async function show() {
  const service = fakeService({ ShopPage: () => page(product("1"), product("2")) });
  const streams = fakeStreams(service.link);
  const list = { search: "", category: null, sort: "newest" } as const;
  const part = (
    <Suspense>
      <ProductList list={list} onReset={() => {}} />
    </Suspense>
  );
  await act(async () => {
    renderPart(part, { link: streams.link });
  });
  await pass(500);
  drawn.length = 0;
  const tell = async (name: string, data: object) => {
    act(() => streams.push(name, data));
    await pass(10);
  };
  return { service, tell };
}

const changes = (...products: Product[]) => ({
  productCopiesChanged: {
    __typename: "ProductsChange",
    all: false,
    revision: "process.2",
    changes: products.map((one) => ({ __typename: "ProductChange", id: one.id, product: one })),
  },
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("says how many of all products it shows, and is right after one has come or gone", async () => {
  const { service, tell } = await show();
  const longer = (count: number) => {
    const first = page(product("1"), product("2"));
    return { ...first, products: { ...first.products, totalCount: count } };
  };
  expect(screen.getByText("2 products")).toBeTruthy();
  service.answers.ShopPage = () => longer(40);
  await tell("ShopLive", changes(product("3")));
  await pass(LIST_PAUSE_MS);
  expect(screen.getByText("Showing 2 of 40 products")).toBeTruthy();
  service.answers.ShopPage = () => undefined;
  const gone = { __typename: "ProductChange", id: "2", product: null };
  const change = { __typename: "ProductsChange", all: false, changes: [gone] };
  await tell("ShopLive", { productCopiesChanged: change });
  expect(screen.getByText("Showing 1 of 39 products")).toBeTruthy();
});

it("draws the product anew whose likes have changed, no other, and does not ask", async () => {
  const { service, tell } = await show();
  const state = { __typename: "Product", id: "2", likes: 5 };
  await tell("LikesLive", {
    likesChanged: { __typename: "ProductChange", id: "2", product: state },
  });
  expect(screen.getByText("5 likes")).toBeTruthy();
  expect(drawn).toEqual(["2"]);
  await pass(2 * LIST_PAUSE_MS);
  expect(service.sent("ShopPage")).toHaveLength(1);
});

const addButton = () => screen.getByRole("button", { name: "Add Ale 2 to basket" });

it("keeps what is sold out from being added, as soon as it is told of", async () => {
  const { service, tell } = await show();
  expect(addButton().getAttribute("aria-disabled")).toBeNull();
  await tell("StockLive", {
    stockCopyChanged: {
      __typename: "ProductChange",
      id: "2",
      product: { __typename: "Product", id: "2", availableStock: 0 },
    },
  });
  expect(addButton().getAttribute("aria-disabled")).toBe("true");
  expect(addButton().getAttribute("aria-describedby")).toBe("stock-2");
  expect(drawn).toEqual(["2"]);
  expect(service.sent("ShopPage")).toHaveLength(1);
});

it("shows another title at once, and asks once whether the list is still the same", async () => {
  const { service, tell } = await show();
  service.answers.ShopPage = () => page(product("1", "Fancy Ale"), product("2"));
  await tell("ShopLive", changes(product("1", "Fancy Ale")));
  expect(screen.getByText("Fancy Ale", { exact: false })).toBeTruthy();
  expect(drawn).toEqual(["1"]);
  await pass(2 * LIST_PAUSE_MS);
  expect(service.sent("ShopPage")).toHaveLength(2);
  expect(drawn).toEqual(["1"]);
});

it("shows a product that is new", async () => {
  const { service, tell } = await show();
  service.answers.ShopPage = () => page(product("3"), product("1"), product("2"));
  await tell("ShopLive", changes(product("3")));
  await pass(LIST_PAUSE_MS);
  expect(screen.getAllByRole("article")).toHaveLength(3);
  expect(service.sent("ShopPage")).toHaveLength(2);
});

/** The first message of a subscription, which is also the first one after a gap. */
const anything = (revision: string) => ({
  productCopiesChanged: { __typename: "ProductsChange", all: true, changes: [], revision },
});

it("does not ask again when the first message says that the list is up to date", async () => {
  const { service, tell } = await show();
  await tell("ShopLive", anything("process.1"));
  await pass(2 * LIST_PAUSE_MS);
  expect(service.sent("ShopPage")).toHaveLength(1);
});

it("asks again when something has changed between the list and the first message", async () => {
  const { service, tell } = await show();
  await tell("ShopLive", anything("process.2"));
  await pass(2 * LIST_PAUSE_MS);
  expect(service.sent("ShopPage")).toHaveLength(2);
});
