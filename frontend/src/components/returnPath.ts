/** A placeholder for the origin of the page. */
const PLACEHOLDER_ORIGIN = "http://here.invalid";

/**
 * Parses the path to return to after signing in. Accepts only paths on this site, because anyone can share a link to the
 * sign-in page with a manipulated value.
 */
export function parseReturnPath(text: string | null): string {
  if (!text?.startsWith("/") || !URL.canParse(text, PLACEHOLDER_ORIGIN)) return "/";
  const { origin, pathname, search, hash } = new URL(text, PLACEHOLDER_ORIGIN);
  if (origin !== PLACEHOLDER_ORIGIN || pathname.startsWith("//")) return "/";
  return pathname + search + hash;
}

/** The URL of a page that returns to `next` after signing in. */
export function withReturnPath(page: "/sign-in" | "/register", next: string): string {
  return next === "/" ? page : `${page}?${new URLSearchParams({ next })}`;
}
