/** How long an order waits for an answer about its stock before it counts as stuck. */
const STUCK_MS = 60_000;

/** Which orders the back office can list. */
const SHOWN = {
  all: { label: "All orders", filter: {} },
  pending: { label: "Pending", filter: { state: "PENDING" } },
  stuck: { label: "Delayed", filter: { stuck: true } },
  completed: { label: "Completed", filter: { state: "COMPLETED" } },
  refunded: { label: "Refunded", filter: { state: "REFUNDED" } },
  cancelled: { label: "Cancelled", filter: { state: "CANCELLED" } },
} as const;

type Shown = keyof typeof SHOWN;

export const SHOWN_OPTIONS = (Object.keys(SHOWN) as Shown[]).map((value) => ({
  value,
  label: SHOWN[value].label,
}));

export interface ShopOrderList {
  show: Shown;
}

/** The orders that the address names; all where it names none. */
export function toShown(text: string | null): Shown {
  return text !== null && Object.hasOwn(SHOWN, text) ? (text as Shown) : "all";
}

/** What the page's address says about the list. */
export function readShopOrderList(params: URLSearchParams): ShopOrderList {
  return { show: toShown(params.get("show")) };
}

/** The same address with some of it changed, in its shortest form. Places within the list are no longer valid. */
export function writeShopOrderList(
  params: URLSearchParams,
  change: Partial<ShopOrderList>,
): URLSearchParams {
  const { show } = { ...readShopOrderList(params), ...change };
  return new URLSearchParams(show === "all" ? {} : { show });
}

/** The filter of the `shopOrders` field for a list. */
export function toShopOrderFilter({ show }: ShopOrderList) {
  return SHOWN[show].filter;
}

interface Waiting {
  state: string;
  stock: string;
  placedAt?: string | null;
}

/** Whether an order has waited too long for an answer about its stock. */
export function isStuck({ state, stock, placedAt }: Waiting, now: number): boolean {
  if (state !== "PENDING" || stock !== "WAITING" || !placedAt) return false;
  return now - Date.parse(placedAt) > STUCK_MS;
}
