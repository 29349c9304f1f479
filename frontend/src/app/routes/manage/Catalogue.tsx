import { Button, Group } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useDeferredValue, useState } from "react";
import { usePageQuery } from "../../../apollo/usePageQuery";
import { EmptyState } from "../../../components/EmptyState";
import { countOf } from "../../../components/format";
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
import { ProductRow } from "../../../features/admin/ProductRow";
import { ProductTable } from "../../../features/admin/ProductTable";
import { graphql } from "../../../gql/admin";
import { CatalogueControls } from "./CatalogueControls";
import { CatalogueDialog, type OpenDialog } from "./CatalogueDialog";

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
          title
          ...ProductRow_product
          ...EditProductDialog_product
          ...AdjustStockDialog_product
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
    categories
    syncStatus {
      connected
      lastAppliedAt
    }
  }
`);

const LATE = "New likes are counted here once it is back.";

/** The table of products that the address asks for, and what can be done with them. */
export function Catalogue() {
  const { params, list, change, goTo } = useListAddress(readCatalogueList, writeCatalogueList);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const shown = useDeferredValue(params);
  const variables = { ...pageArguments(shown), ...toCatalogueArguments(readCatalogueList(shown)) };
  const { data, problem, refresh } = usePageQuery(CataloguePage, variables, REFRESH_MS.manage);
  const { edges, pageInfo } = data.products;
  const { previous, next } = pageLinks(params, pageInfo);
  const showAll = () => change({ search: "", category: null, stock: "all" });

  return (
    <div className="waits" aria-busy={shown !== params}>
      <PageNotices problem={problem} sync={data.syncStatus} late={LATE} />
      <CatalogueControls list={list} categories={data.categories} onChange={change} />
      <Group justify="space-between" wrap="nowrap" mt="xs">
        <p role="status" className="result-count">
          {countOf(edges.length, "product")} shown
        </p>
        <Button
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => setDialog({ kind: "new" })}
        >
          New product
        </Button>
      </Group>
      {edges.length === 0 ? (
        <EmptyState
          title="Nothing found"
          action={<Button onClick={showAll}>Show all products</Button>}
        >
          No product matches. Try another word, category or stock.
        </EmptyState>
      ) : (
        <ProductTable>
          {edges.map(({ node }) => (
            <ProductRow
              key={node.id}
              product={node}
              onAdjust={() => setDialog({ kind: "stock", product: node })}
              onEdit={() => setDialog({ kind: "edit", product: node })}
              onDelete={() => setDialog({ kind: "delete", product: node })}
            />
          ))}
        </ProductTable>
      )}
      <Pager onPrevious={previous && (() => goTo(previous))} onNext={next && (() => goTo(next))} />
      <CatalogueDialog
        open={dialog}
        categories={data.categories}
        onClose={() => setDialog(null)}
        onDone={refresh}
      />
    </div>
  );
}
