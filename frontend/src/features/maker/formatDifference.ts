import { formatPrice } from "../../components/format";

/** What an option adds to the price or takes off; nothing where it makes no difference. */
export function formatDifference(amount: string): string {
  if (Number(amount) === 0) return "";
  return amount.startsWith("-") ? `−${formatPrice(amount.slice(1))}` : `+${formatPrice(amount)}`;
}
