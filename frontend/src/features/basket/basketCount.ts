import { countOf } from "../../components/format";

type Lines = readonly { quantity: number }[];

/** The total quantity of the lines. */
export function countItems(lines: Lines): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** "2 products, 5 items". */
export function describeLines(lines: Lines): string {
  return `${countOf(lines.length, "product")}, ${countOf(countItems(lines), "item")}`;
}
