import { useQuery } from "@apollo/client/react";
import { describeProblem } from "../../apollo/problems";
import { useApi } from "../../apollo/ServiceProvider";
import { useRepeat } from "../../apollo/useRepeat";
import { RECOVER_MS, REFRESH_MS } from "../../config";
import { graphql } from "../../gql/maker";

const ConfigurationQuery = graphql(`
  query Configuration($id: ID!, $selected: [ID!]!) {
    product(id: $id) {
      id
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
  const ask = () =>
    refetch().then(
      () => true,
      () => false,
    );
  useRepeat(ask, error ? RECOVER_MS : REFRESH_MS.shop);
  const answer = data ?? previousData;
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
