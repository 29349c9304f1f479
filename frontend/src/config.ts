/** The two services, by the name their endpoint has in the address. */
export type Api = "admin" | "main";

/** Where each service's GraphQL endpoint is, on the page's own origin. */
export const ENDPOINTS: Record<Api, string> = { admin: "/admin/graphql", main: "/main/graphql" };

/** The name of each service in the UI, in lower case and without an article. */
export const SERVICE_NAMES: Record<Api, string> = {
  admin: "account and catalogue service",
  main: "shop",
};

/** The name of `admin_service` in account forms, which customers use. */
export const ACCOUNT_SERVICE_NAME = "account service";

/** After this long without an answer a request counts as failed. */
export const REQUEST_TIMEOUT_MS = 10_000;

/**
 * How often what is on the screen is asked for again, while the page is visible. What a service tells of by itself is
 * asked for only while there is no connection to it: `shop`, `catalogue`, `options`, `basket`, `orders`, `pendingOrder`.
 */
export const REFRESH_MS = {
  shop: 10_000,
  catalogue: 3_000,
  manage: 3_000,
  options: 5_000,
  sync: 2_000,
  basket: 30_000,
  orders: 5_000,
  pendingOrder: 1_000,
  me: 30_000,
  sessions: 15_000,
  notices: 10_000,
};

/** How long a subscription may take to its first state, and how long it may then be silent before it is checked. */
export const LIVE_MS = { firstState: 10_000, silence: 180_000 };

/** How soon a list that may have changed is asked for again, at most. */
export const LIST_PAUSE_MS = 3_000;

/** When what could not be loaded is first tried again; after that the pauses grow. */
export const RECOVER_MS = 2_000;

/** Products a page. */
export const PAGE_SIZE = { shop: 24, manage: 20 };

/** The longest page that the services give. */
export const LONGEST_PAGE = 100;

/** How prices are shown. The services keep amounts without a currency. */
export const LOCALE = "en";
export const CURRENCY = "EUR";
