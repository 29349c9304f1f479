import { graphql } from "../../gql/admin";
import type { ProductOptions_ProductFragment } from "../../gql/admin/graphql";

/** A product with its saved options. */
export type SavedProduct = ProductOptions_ProductFragment;

/** The fields of a product that the editor needs. */
export const productOptions = graphql(`
  fragment ProductOptions_product on Product {
    id
    title
    optionsVersion
    optionGroups {
      id
      code
      name
      required
      maxChoices
      options {
        id
        code
        name
        picture
        text
        priceDifference
        available
      }
    }
    optionRules {
      id
      kind
      option {
        id
      }
      group {
        id
      }
      targets {
        id
      }
    }
  }
`);

/** A problem of a set of options and rules. */
export const issueFragment = graphql(`
  fragment IssueList_issue on OptionIssue {
    kind
    message
    example
  }
`);
