import { formatPrice } from "../../components/format";

/** The price difference of an option, with its sign. Empty for no difference. */
export function formatDifference(amount: string): string {
  if (Number(amount) === 0) return "";
  return amount.startsWith("-") ? `−${formatPrice(amount.slice(1))}` : `+${formatPrice(amount)}`;
}
