import { toIdBatches } from "../../apollo/idBatches";
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

function LiveBatch({ ids }: { ids: string[] }) {
  useLive(StockLive, { ids });
  return null;
}

/** Subscribes to the stock of these products. Renders nothing. */
export function LiveStock({ ids }: { ids: readonly string[] }) {
  return toIdBatches(ids).map((batch) => <LiveBatch key={batch[0]} ids={batch} />);
}
