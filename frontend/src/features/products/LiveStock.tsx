import { liveParts } from "../../apollo/liveParts";
import { useLive } from "../../apollo/useLive";
import { graphql } from "../../gql/main";

const StockLive = graphql(`
  subscription StockLive($ids: [ID!]!) {
    stockCopyChanged(productIds: $ids) {
      id
      product {
        id
        availableStock
      }
    }
  }
`);

function Some({ ids }: { ids: string[] }) {
  useLive(StockLive, { ids });
  return null;
}

/** Shows nothing: keeps the stock of these products fresh, wherever it is shown. */
export function LiveStock({ ids }: { ids: readonly string[] }) {
  return liveParts(ids).map((part) => <Some key={part[0]} ids={part} />);
}
