import { CURRENCY, LOCALE } from "../config";

const money = new Intl.NumberFormat(LOCALE, { style: "currency", currency: CURRENCY });
const moment = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeStyle: "short" });
const instant = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeStyle: "medium" });
const day = new Intl.DateTimeFormat(LOCALE, { dateStyle: "long" });
const ago = new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto" });

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["second", 60],
  ["minute", 60],
  ["hour", 24],
  ["day", 30],
  ["month", 12],
];

/** Formats an amount of the services, such as "4.50", with its currency. The amount is not converted to a float. */
export function formatPrice(amount: string): string {
  return money.format(amount as Intl.StringNumericLiteral);
}

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Formats the slug of a category: "ice-cream" becomes "Ice cream". */
export function formatCategory(slug: string): string {
  return capitalise(slug.replaceAll("-", " "));
}

export function formatMoment(iso: string): string {
  return moment.format(new Date(iso));
}

/** Formats a date and time with seconds, for events in quick succession. */
export function formatInstant(iso: string): string {
  return instant.format(new Date(iso));
}

export function formatDate(iso: string): string {
  return day.format(new Date(iso));
}

/** The time since `iso` in the largest suitable unit. Small differences between two clocks are ignored. */
export function formatAgo(iso: string, now: number): string {
  let amount = Math.min(0, (Date.parse(iso) - now) / 1000);
  if (amount > -10) return "just now";
  for (const [unit, size] of STEPS) {
    if (amount > -size) return ago.format(Math.round(amount), unit);
    amount /= size;
  }
  return ago.format(Math.round(amount), "year");
}

/** "Showing 24 of 62 products", or "62 products" if all of them are shown. */
export function countShown(shown: number, total: number, one: string): string {
  const all = countOf(Math.max(shown, total), one);
  return shown < total ? `Showing ${shown.toLocaleString(LOCALE)} of ${all}` : all;
}

/** "1 like", "2 likes". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString(LOCALE)} ${count === 1 ? one : many}`;
}
