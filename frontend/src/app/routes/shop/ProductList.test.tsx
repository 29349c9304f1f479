import { act, screen } from "@testing-library/react";
import { type ReactNode, Suspense } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LIST_PAUSE_MS } from "../../../config";
import { fakeService } from "../../../testing/fakeService";
import { fakeStreams } from "../../../testing/fakeStreams";
import { renderPart } from "../../../testing/render";
import { ProductList } from "./ProductList";

/** The ids of the rendered products, one for each rendering. */
const rendered = vi.hoisted(() => [] as string[]);

vi.mock("../../../features/products/ProductCard", () => ({
  ProductCard: ({ product, children }: { product: Product; children: ReactNode }) => {
    rendered.push(product.id);
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

/** Renders the list with two products. `push` sends a message of the subscription with this name. */
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
  rendered.length = 0;
  const push = async (name: string, data: object) => {
    act(() => streams.push(name, data));
    await pass(10);
  };
  return { service, push };
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

it("shows the number of products, also after one was added or deleted", async () => {
  const { service, push } = await show();
  const longer = (count: number) => {
    const first = page(product("1"), product("2"));
    return { ...first, products: { ...first.products, totalCount: count } };
  };
  expect(screen.getByText("2 products")).toBeTruthy();
  service.answers.ShopPage = () => longer(40);
  await push("ShopLive", changes(product("3")));
  await pass(LIST_PAUSE_MS);
  expect(screen.getByText("Showing 2 of 40 products")).toBeTruthy();
  service.answers.ShopPage = () => undefined;
  const gone = { __typename: "ProductChange", id: "2", product: null };
  const change = { __typename: "ProductsChange", all: false, changes: [gone] };
  await push("ShopLive", { productCopiesChanged: change });
  expect(screen.getByText("Showing 1 of 39 products")).toBeTruthy();
});

it("renders only the product whose likes changed, without a refetch", async () => {
  const { service, push } = await show();
  const state = { __typename: "Product", id: "2", likes: 5 };
  await push("LikesLive", {
    likesChanged: { __typename: "ProductChange", id: "2", product: state },
  });
  expect(screen.getByText("5 likes")).toBeTruthy();
  expect(rendered).toEqual(["2"]);
  await pass(2 * LIST_PAUSE_MS);
  expect(service.sent("ShopPage")).toHaveLength(1);
});

const addButton = () => screen.getByRole("button", { name: "Add Ale 2 to basket" });

it("disables the button of a product as soon as it is sold out", async () => {
  const { service, push } = await show();
  expect(addButton().getAttribute("aria-disabled")).toBeNull();
  await push("StockLive", {
    stockCopyChanged: {
      __typename: "ProductChange",
      id: "2",
      product: { __typename: "Product", id: "2", availableStock: 0 },
    },
  });
  expect(addButton().getAttribute("aria-disabled")).toBe("true");
  expect(addButton().getAttribute("aria-describedby")).toBe("stock-2");
  expect(rendered).toEqual(["2"]);
  expect(service.sent("ShopPage")).toHaveLength(1);
});

it("shows a changed title immediately and refetches the list once", async () => {
  const { service, push } = await show();
  service.answers.ShopPage = () => page(product("1", "Fancy Ale"), product("2"));
  await push("ShopLive", changes(product("1", "Fancy Ale")));
  expect(screen.getByText("Fancy Ale", { exact: false })).toBeTruthy();
  expect(rendered).toEqual(["1"]);
  await pass(2 * LIST_PAUSE_MS);
  expect(service.sent("ShopPage")).toHaveLength(2);
  expect(rendered).toEqual(["1"]);
});

it("shows a new product", async () => {
  const { service, push } = await show();
  service.answers.ShopPage = () => page(product("3"), product("1"), product("2"));
  await push("ShopLive", changes(product("3")));
  await pass(LIST_PAUSE_MS);
  expect(screen.getAllByRole("article")).toHaveLength(3);
  expect(service.sent("ShopPage")).toHaveLength(2);
});

/** The first message of a subscription, which is also sent after a reconnect. */
const resync = (revision: string) => ({
  productCopiesChanged: { __typename: "ProductsChange", all: true, changes: [], revision },
});

it("does not refetch when the first message has the same revision", async () => {
  const { service, push } = await show();
  await push("ShopLive", resync("process.1"));
  await pass(2 * LIST_PAUSE_MS);
  expect(service.sent("ShopPage")).toHaveLength(1);
});

it("refetches when the first message has another revision", async () => {
  const { service, push } = await show();
  await push("ShopLive", resync("process.2"));
  await pass(2 * LIST_PAUSE_MS);
  expect(service.sent("ShopPage")).toHaveLength(2);
});
