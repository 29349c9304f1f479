import { useMutation } from "@apollo/client/react";
import { countOf } from "../../components/format";
import { graphql } from "../../gql/admin";
import { type StockValues, toAdjustment } from "./stockValues";

const AdjustStock = graphql(`
  mutation AdjustStock($input: AdjustStockInput!) {
    adjustStock(input: $input) {
      __typename
      ... on AdjustStockSuccess {
        product {
          id
          ...ProductRow_product
          ...AdjustStockDialog_product
        }
      }
      ... on Error {
        message
      }
      ... on InvalidInput {
        fields {
          field
          messages
        }
      }
      ... on InsufficientStock {
        available
      }
    }
  }
`);

/** The errors of the service, by field and for the whole form. */
export interface StockRefusal {
  errors: { units?: string; note?: string };
  message: string | null;
}

type ServiceError =
  | { __typename: "InvalidInput"; message: string; fields: { field: string; messages: string[] }[] }
  | { __typename: "InsufficientStock"; message: string; available: number }
  | { __typename: "ProductNotFound"; message: string };

/** Converts a typed error of the service into errors of the form. */
export function toStockRefusal(error: ServiceError): StockRefusal {
  if (error.__typename === "InsufficientStock") {
    const units = `Only ${countOf(error.available, "unit")} available.`;
    return { errors: { units }, message: null };
  }
  if (error.__typename === "ProductNotFound") return { errors: {}, message: error.message };
  const errors = Object.fromEntries(
    error.fields.map(({ field, messages }) => [
      field === "note" ? "note" : "units",
      messages.join(" "),
    ]),
  );
  return { errors, message: error.fields.length === 0 ? error.message : null };
}

/** Changes the stock of a product. Resolves to the errors of the service, or null. Rejects if the request fails. */
export function useAdjustStock() {
  const [mutate] = useMutation(AdjustStock);
  return async (productId: string, values: StockValues): Promise<StockRefusal | null> => {
    const input = { productId, ...toAdjustment(values) };
    const { data } = await mutate({ variables: { input } });
    const result = data?.adjustStock;
    return !result || result.__typename === "AdjustStockSuccess" ? null : toStockRefusal(result);
  };
}
