import { useMutation } from "@apollo/client/react";
import { useRef } from "react";
import { randomKey } from "../../components/randomKey";
import { graphql } from "../../gql/admin";
import { filledFields, type ProductValues } from "./productValues";
import { type SaveOutcome, toRefusal } from "./saveOutcome";

const CreateProduct = graphql(`
  mutation CreateProduct($input: CreateProductInput!) {
    createProduct(input: $input) {
      __typename
      ... on CreateProductSuccess {
        product {
          id
        }
      }
      ... on InvalidInput {
        message
        fields {
          field
          messages
        }
      }
      ... on SkuTaken {
        message
      }
      ... on IdempotencyConflict {
        message
      }
    }
  }
`);

/** Returns the same key for the same input, so that a retry after a lost response does not create a second product. */
function useIdempotencyKey() {
  const last = useRef({ input: "", key: "" });
  return (input: object) => {
    const text = JSON.stringify(input);
    if (last.current.input !== text) last.current = { input: text, key: randomKey() };
    return last.current.key;
  };
}

/** Creates a product. Rejects if the request fails. */
export function useCreateProduct() {
  const [mutate] = useMutation(CreateProduct);
  const keyFor = useIdempotencyKey();
  return async (values: ProductValues): Promise<SaveOutcome> => {
    const input = filledFields(values);
    const { data } = await mutate({
      variables: { input: { ...input, idempotencyKey: keyFor(input) } },
    });
    const result = data?.createProduct;
    return !result || result.__typename === "CreateProductSuccess"
      ? { kind: "saved" }
      : toRefusal(result);
  };
}
