import { useQuery } from "@apollo/client/react";
import { describeProblem } from "../../apollo/problems";
import { useIsLive } from "../../apollo/useIsLive";
import { useApi } from "../../apollo/ServiceProvider";
import { useLive } from "../../apollo/useLive";
import { usePolling } from "../../apollo/usePolling";
import { RECOVER_MS, REFRESH_MS } from "../../config";
import { graphql } from "../../gql/configurator";

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

interface ProductState {
  version: number;
  configuration?: { syncedAt: string } | null;
}

/** Identifies the versions of the product and its options that a response is based on. */
function stateOf(product: ProductState | null | undefined): string {
  return `${product?.version} ${product?.configuration?.syncedAt}`;
}

const ConfigurationLive = graphql(`
  subscription ConfigurationLive($id: ID!) {
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
 * The configuration for a selection, updated when the product changes. Until the service responds, it is the configuration
 * of the previous selection, and `isFresh` is false.
 */
export function useConfiguration(id: string, selected: string[]) {
  const api = useApi();
  const { data, previousData, error, refetch } = useQuery(ConfigurationQuery, {
    variables: { id, selected },
    fetchPolicy: "cache-and-network",
  });
  const latest = data ?? previousData;
  const reload = () =>
    refetch().then(
      () => true,
      () => false,
    );
  const isLive = useIsLive(api);
  usePolling(reload, error ? RECOVER_MS : isLive ? null : REFRESH_MS.shop);
  useLive(
    ConfigurationLive,
    { id },
    {
      onData: ({ productCopyChanged: { product } }) => {
        if (latest && stateOf(product) !== stateOf(latest.product)) void reload();
      },
    },
  );
  return {
    configuration: latest?.product?.configuration ?? null,
    /** Whether the service has responded to any selection. */
    isKnown: latest !== undefined,
    isFresh: data !== undefined,
    problem: error ? describeProblem(error, api) : null,
    reload,
  };
}

export type Configuration = NonNullable<ReturnType<typeof useConfiguration>["configuration"]>;
