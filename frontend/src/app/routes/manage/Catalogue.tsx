import { Button, Group } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useDeferredValue, useState } from "react";
import { usePollingInterval } from "../../../apollo/useIsLive";
import { applyProductChanges } from "../../../apollo/productChanges";
import { useLive } from "../../../apollo/useLive";
import { usePageQuery } from "../../../apollo/usePageQuery";
import { useThrottled } from "../../../apollo/useThrottled";
import { EmptyState } from "../../../components/EmptyState";
import { countShown } from "../../../components/format";
import { PageNotices } from "../../../components/PageNotices";
import { Pager } from "../../../components/Pager";
import { pageArguments, pageLinks } from "../../../components/paging";
import { useListAddress } from "../../../components/useListAddress";
import { REFRESH_MS } from "../../../config";
import {
  readCatalogueList,
  toCatalogueArguments,
  writeCatalogueList,
} from "../../../features/admin/catalogueList";
import { ProductTable } from "../../../features/admin/ProductTable";
import { graphql, readFragment } from "../../../gql/admin";
import type { CataloguePageQuery } from "../../../gql/admin/graphql";
import { CatalogueControls } from "./CatalogueControls";
import { CatalogueDrafts, type DraftSubject } from "./CatalogueDrafts";
import { CatalogueDialog, type OpenDialog } from "./CatalogueDialog";
import { CatalogueRow, rowFragment } from "./CatalogueRow";

const CataloguePage = graphql(`
  query CataloguePage(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $filter: ProductFilter
    $orderBy: ProductOrder
  ) {
    products(
      first: $first
      after: $after
      last: $last
      before: $before
      filter: $filter
      orderBy: $orderBy
    ) {
      edges {
        node {
          id
          ...CatalogueRow_product
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      totalCount
      revision
    }
    categories
    syncStatus {
      connected
      lastAppliedAt
    }
  }
`);

const CatalogueLive = graphql(`
  subscription CatalogueLive {
    productsChanged {
      all
      revision
      changes {
        id
        product {
          id
          ...Catalogue_sortFields
          ...CatalogueRow_product
        }
      }
    }
  }
`);

/** Also contains likes and stock. */
const RowsLive = graphql(`
  subscription RowsLive($ids: [ID!]!) {
    productChanged(ids: $ids) {
      id
      product {
        id
        ...CatalogueRow_product
      }
    }
  }
`);

/** The fields that filter and sort the table. A table that depends on likes or stock is polled instead. */
const sortFieldsFragment = graphql(`
  fragment Catalogue_sortFields on Product {
    title
    sku
    category
    price
  }
`);
const SORT_FIELDS = ["title", "sku", "category", "price"] as const;

const IMPACT = "New likes will be counted when the connection is restored.";

/** Updates the product of the open dialog from the table. Keeps the old product if the table no longer contains it. */
function upToDate(dialog: OpenDialog, edges: CataloguePageQuery["products"]["edges"]): OpenDialog {
  if (dialog.kind === "new") return dialog;
  const node = edges.find((edge) => edge.node.id === dialog.product.id)?.node;
  return node ? { ...dialog, product: readFragment(rowFragment, node) } : dialog;
}

/** The table of products for the current URL, with its controls and dialogs. */
export function Catalogue() {
  const { params, list, change, goTo } = useListAddress(readCatalogueList, writeCatalogueList);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const shown = useDeferredValue(params);
  const variables = { ...pageArguments(shown), ...toCatalogueArguments(readCatalogueList(shown)) };
  const dependsOnLikesOrStock = list.sort === "liked" || list.stock !== "all";
  const interval = usePollingInterval(REFRESH_MS.catalogue);
  const { data, problem, refresh } = usePageQuery(
    CataloguePage,
    variables,
    dependsOnLikesOrStock ? REFRESH_MS.catalogue : interval,
  );
  const { edges, pageInfo, totalCount, revision } = data.products;
  const scheduleRefresh = useThrottled(refresh);
  useLive(
    CatalogueLive,
    {},
    {
      onData: ({ productsChanged }, cache) => {
        const isChanged = applyProductChanges(
          cache,
          productsChanged,
          sortFieldsFragment,
          SORT_FIELDS,
        );
        if (isChanged && productsChanged.revision !== revision) scheduleRefresh();
      },
    },
  );
  useLive(
    RowsLive,
    { ids: edges.map(({ node }) => node.id).toSorted() },
    { skip: edges.length === 0 },
  );
  const { previous, next } = pageLinks(params, pageInfo);
  const openDraft = ({ kind, id, title }: DraftSubject) => {
    if (kind === "new") return setDialog({ kind });
    const node = edges.find((edge) => edge.node.id === id)?.node;
    if (node) return setDialog({ kind, product: readFragment(rowFragment, node) });
    // The product is on another page of the table. Search for it, so that its row with the edit button is shown.
    return change({ search: title, category: null, stock: "all" });
  };
  const showAll = () => change({ search: "", category: null, stock: "all" });

  return (
    <div className="refetching-content" aria-busy={shown !== params}>
      <PageNotices problem={problem} sync={data.syncStatus} impact={IMPACT} />
      {!dialog && <CatalogueDrafts onOpen={openDraft} />}
      <CatalogueControls list={list} categories={data.categories} onChange={change} />
      <Group justify="space-between" wrap="nowrap" mt="xs">
        <p role="status" className="result-count">
          {countShown(edges.length, totalCount, "product")}
        </p>
        <Button
          flex="none"
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => setDialog({ kind: "new" })}
        >
          Add product
        </Button>
      </Group>
      {edges.length === 0 ? (
        <EmptyState
          title="No products found"
          action={<Button onClick={showAll}>Clear filters</Button>}
        >
          Try a different search term, category or stock level.
        </EmptyState>
      ) : (
        <ProductTable>
          {edges.map(({ node }) => (
            <CatalogueRow key={node.id} product={node} onOpen={setDialog} />
          ))}
        </ProductTable>
      )}
      <Pager onPrevious={previous && (() => goTo(previous))} onNext={next && (() => goTo(next))} />
      <CatalogueDialog
        open={dialog && upToDate(dialog, edges)}
        categories={data.categories}
        onClose={() => setDialog(null)}
        onDone={refresh}
      />
    </div>
  );
}
