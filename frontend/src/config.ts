/** The two services, named as in the path of their endpoint. */
export type Api = "admin" | "main";

/** The path of each service's GraphQL endpoint, on the origin of the page. */
export const ENDPOINTS: Record<Api, string> = { admin: "/admin/graphql", main: "/main/graphql" };

/** The name of each service in the UI, in lower case and without an article. */
export const SERVICE_NAMES: Record<Api, string> = {
  admin: "account and catalogue service",
  main: "shop",
};

/** The name of `admin_service` in account forms, which customers use. */
export const ACCOUNT_SERVICE_NAME = "account service";

/** A request without a response fails after this time. */
export const REQUEST_TIMEOUT_MS = 10_000;

/**
 * The polling intervals of visible pages. Pages with subscriptions (`shop`, `catalogue`, `options`, `basket`, `orders`,
 * `pendingOrder`) poll only while their subscriptions do not work.
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

/** The timeout for the first message of a subscription, and the time without messages after which it is restarted. */
export const LIVE_MS = { firstMessage: 10_000, restart: 180_000 };

/** The minimum time between two refetches of a list that may have changed. */
export const LIST_PAUSE_MS = 3_000;

/** The delay before the first retry after a failure. It grows with each further failure. */
export const RECOVER_MS = 2_000;

/** The number of products on a page. */
export const PAGE_SIZE = { shop: 24, manage: 20 };

/** The maximum page size of the services. */
export const LONGEST_PAGE = 100;

/** The format of prices. The services store amounts without a currency. */
export const LOCALE = "en";
export const CURRENCY = "EUR";
