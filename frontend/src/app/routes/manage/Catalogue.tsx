import { Button, Group } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useDeferredValue, useState } from "react";
import { useFallback } from "../../../apollo/live";
import { changesLists } from "../../../apollo/liveList";
import { useLive } from "../../../apollo/useLive";
import { usePageQuery } from "../../../apollo/usePageQuery";
import { useSoon } from "../../../apollo/useSoon";
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
          ...Catalogue_place
          ...CatalogueRow_product
        }
      }
    }
  }
`);

/** Likes and stock, too. */
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

/** What the table goes by; how it stands with likes and stock is asked for where it goes by them. */
const placeFragment = graphql(`
  fragment Catalogue_place on Product {
    title
    sku
    category
    price
  }
`);
const PLACE = ["title", "sku", "category", "price"] as const;

const LATE = "New likes will be counted when the connection is restored.";

/** The dialog with its product as the table has it by now; as it was where it is no longer there. */
function upToDate(dialog: OpenDialog, edges: CataloguePageQuery["products"]["edges"]): OpenDialog {
  if (dialog.kind === "new") return dialog;
  const node = edges.find((edge) => edge.node.id === dialog.product.id)?.node;
  return node ? { ...dialog, product: readFragment(rowFragment, node) } : dialog;
}

/** The table of products that the address asks for, and what can be done with them. */
export function Catalogue() {
  const { params, list, change, goTo } = useListAddress(readCatalogueList, writeCatalogueList);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const shown = useDeferredValue(params);
  const variables = { ...pageArguments(shown), ...toCatalogueArguments(readCatalogueList(shown)) };
  const isByNumbers = list.sort === "liked" || list.stock !== "all";
  const pause = useFallback(REFRESH_MS.catalogue);
  const { data, problem, refresh } = usePageQuery(
    CataloguePage,
    variables,
    isByNumbers ? REFRESH_MS.catalogue : pause,
  );
  const { edges, pageInfo, totalCount, revision } = data.products;
  const refreshSoon = useSoon(refresh);
  useLive(
    CatalogueLive,
    {},
    {
      onState: ({ productsChanged }, cache) => {
        const isChanged = changesLists(cache, productsChanged, placeFragment, PLACE);
        if (isChanged && productsChanged.revision !== revision) refreshSoon();
      },
    },
  );
  useLive(
    RowsLive,
    { ids: edges.map(({ node }) => node.id).toSorted() },
    { skip: edges.length === 0 },
  );
  const { previous, next } = pageLinks(params, pageInfo);
  const goOn = ({ kind, id, title }: DraftSubject) => {
    if (kind === "new") return setDialog({ kind });
    const node = edges.find((edge) => edge.node.id === id)?.node;
    if (node) return setDialog({ kind, product: readFragment(rowFragment, node) });
    // It is on another page of the table: its row has the button that opens it.
    return change({ search: title, category: null, stock: "all" });
  };
  const showAll = () => change({ search: "", category: null, stock: "all" });

  return (
    <div className="waits" aria-busy={shown !== params}>
      <PageNotices problem={problem} sync={data.syncStatus} late={LATE} />
      {!dialog && <CatalogueDrafts onOpen={goOn} />}
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
