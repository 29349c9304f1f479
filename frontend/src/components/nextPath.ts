/** Stands for the page's own origin, whatever that is. */
const HERE = "http://here.invalid";

/**
 * The page to go to after signing in, as the address of the sign-in page names it. Only a path of this site is
 * taken: anybody can send somebody else a link to the sign-in page.
 */
export function readNext(text: string | null): string {
  if (!text?.startsWith("/") || !URL.canParse(text, HERE)) return "/";
  const { origin, pathname, search, hash } = new URL(text, HERE);
  if (origin !== HERE || pathname.startsWith("//")) return "/";
  return pathname + search + hash;
}

/** The address of a page that leads back to `next` afterwards. */
export function withNext(page: "/sign-in" | "/register", next: string): string {
  return next === "/" ? page : `${page}?${new URLSearchParams({ next })}`;
}
