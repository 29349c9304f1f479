import { graphql } from "../../gql/admin";
import type { ProductOptions_ProductFragment } from "../../gql/admin/graphql";

/** A product with its options as they are saved. */
export type SavedProduct = ProductOptions_ProductFragment;

/** A product's options as the editor needs them. */
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

/** What is odd about a set of options and rules. */
export const issueFragment = graphql(`
  fragment IssueList_issue on OptionIssue {
    kind
    message
    example
  }
`);
