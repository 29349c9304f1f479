/** The time after which an order without a stock confirmation counts as delayed. */
const STUCK_MS = 60_000;

/** The filters of the list of all orders. */
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

/** Parses the filter from the URL. The default is "all". */
export function toShown(text: string | null): Shown {
  return text !== null && Object.hasOwn(SHOWN, text) ? (text as Shown) : "all";
}

/** Parses the list parameters from the URL. */
export function readShopOrderList(params: URLSearchParams): ShopOrderList {
  return { show: toShown(params.get("show")) };
}

/** Returns the URL parameters after a change. Default values and the page are left out. */
export function writeShopOrderList(
  params: URLSearchParams,
  change: Partial<ShopOrderList>,
): URLSearchParams {
  const { show } = { ...readShopOrderList(params), ...change };
  return new URLSearchParams(show === "all" ? {} : { show });
}

/** The filter argument of the `shopOrders` field. */
export function toShopOrderFilter({ show }: ShopOrderList) {
  return SHOWN[show].filter;
}

interface Waiting {
  state: string;
  stock: string;
  placedAt?: string | null;
}

/** Whether an order has waited too long for a stock confirmation. */
export function isStuck({ state, stock, placedAt }: Waiting, now: number): boolean {
  if (state !== "PENDING" || stock !== "WAITING" || !placedAt) return false;
  return now - Date.parse(placedAt) > STUCK_MS;
}
