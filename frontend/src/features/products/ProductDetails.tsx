import { Badge } from "@mantine/core";
import type { ReactNode } from "react";
import { RelativeTime } from "../../components/RelativeTime";
import { formatCategory, formatDate, formatPrice } from "../../components/format";
import { PageHeading } from "../../components/PageHeading";
import { ProductPicture } from "../../components/ProductPicture";
import { StockNote } from "../../components/StockNote";
import { type FragmentType, graphql, readFragment } from "../../gql/main";
import classes from "./ProductDetails.module.css";

const productFragment = graphql(`
  fragment ProductDetails_product on Product {
    id
    title
    image
    price
    sku
    category
    createdAt
    syncedAt
    availableStock
  }
`);

interface ProductDetailsProps {
  product: FragmentType<typeof productFragment>;
  /** The picture of a configured product. The price is then shown in the configurator. */
  picture?: ReactNode;
  /** The actions. */
  children: ReactNode;
}

/** The details of a product for customers. */
export function ProductDetails({ product: masked, picture, children }: ProductDetailsProps) {
  const product = readFragment(productFragment, masked);
  return (
    <article className={classes.layout} data-configurable={picture !== undefined || undefined}>
      <div className={classes.picture}>
        {picture ?? <ProductPicture image={product.image} alt={product.title} size={480} eager />}
      </div>
      <div className={classes.text}>
        <Badge variant="light" color="honey" tt="none" size="lg">
          {formatCategory(product.category)}
        </Badge>
        <PageHeading>{product.title}</PageHeading>
        {picture === undefined && <p className={classes.price}>{formatPrice(product.price)}</p>}
        <StockNote product={product} announced />
        <div className={classes.actions}>{children}</div>
        <dl className={classes.facts}>
          <dt>SKU</dt>
          <dd>{product.sku}</dd>
          <dt>Available since</dt>
          <dd>{formatDate(product.createdAt)}</dd>
          {product.syncedAt && (
            <>
              <dt>Last updated</dt>
              <dd>
                <RelativeTime at={product.syncedAt} />
              </dd>
            </>
          )}
        </dl>
      </div>
    </article>
  );
}
