import { useQuery } from "@apollo/client/react";
import { describeProblem } from "../../apollo/problems";
import { useIsLive } from "../../apollo/live";
import { useApi } from "../../apollo/ServiceProvider";
import { useLive } from "../../apollo/useLive";
import { useRepeat } from "../../apollo/useRepeat";
import { RECOVER_MS, REFRESH_MS } from "../../config";
import { graphql } from "../../gql/maker";

const ConfigurationQuery = graphql(`
  query Configuration($id: ID!, $selected: [ID!]!) {
    product(id: $id) {
      id
      version
      configuration(selected: $selected) {
        selected
        valid
        price
        syncedAt
        problems {
          kind
          message
          optionIds
          groupId
        }
        layers {
          picture
        }
        groups {
          id
          name
          options {
            id
            name
            state
            next: then
          }
          ...OptionGroup_group
        }
      }
    }
  }
`);

interface Answerable {
  version: number;
  configuration?: { syncedAt: string } | null;
}

/** What every answer of the service's goes by: the product, and its options. */
function stateOf(product: Answerable | null | undefined): string {
  return `${product?.version} ${product?.configuration?.syncedAt}`;
}

const MakerLive = graphql(`
  subscription MakerLive($id: ID!) {
    productCopyChanged(ids: [$id]) {
      id
      product {
        id
        version
        configuration {
          syncedAt
        }
      }
    }
  }
`);

/**
 * What the service says to a selection, kept fresh. Until it has answered, and while it is away, its answer to the
 * selection before stands; `isFresh` tells the two apart.
 */
export function useConfiguration(id: string, selected: string[]) {
  const api = useApi();
  const { data, previousData, error, refetch } = useQuery(ConfigurationQuery, {
    variables: { id, selected },
    fetchPolicy: "cache-and-network",
  });
  const answer = data ?? previousData;
  const ask = () =>
    refetch().then(
      () => true,
      () => false,
    );
  const isLive = useIsLive(api);
  useRepeat(ask, error ? RECOVER_MS : isLive ? null : REFRESH_MS.shop);
  useLive(
    MakerLive,
    { id },
    {
      onState: ({ productCopyChanged: { product } }) => {
        if (answer && stateOf(product) !== stateOf(answer.product)) void ask();
      },
    },
  );
  return {
    configuration: answer?.product?.configuration ?? null,
    /** Whether there has been an answer to any selection. */
    isKnown: answer !== undefined,
    isFresh: data !== undefined,
    problem: error ? describeProblem(error, api) : null,
    ask,
  };
}

export type Configuration = NonNullable<ReturnType<typeof useConfiguration>["configuration"]>;
