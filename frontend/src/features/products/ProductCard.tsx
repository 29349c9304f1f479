import type { ReactNode } from "react";
import { Link } from "react-router";
import { formatCategory, formatPrice } from "../../components/format";
import { ProductPicture } from "../../components/ProductPicture";
import { StockNote } from "../../components/StockNote";
import { type FragmentType, graphql, readFragment } from "../../gql/main";
import classes from "./ProductCard.module.css";

const productFragment = graphql(`
  fragment ProductCard_product on Product {
    id
    title
    image
    price
    category
    availableStock
  }
`);

interface ProductCardProps {
  product: FragmentType<typeof productFragment>;
  /** Whether to load the picture immediately, because it is visible without scrolling. */
  eager: boolean;
  /** The actions. */
  children: ReactNode;
}

/** A product in the grid. The whole card links to the product page, except for the actions. */
export function ProductCard({ product: masked, eager, children }: ProductCardProps) {
  const product = readFragment(productFragment, masked);
  return (
    <article className={classes.card}>
      <div className={classes.picture}>
        <ProductPicture image={product.image} size={320} eager={eager} />
      </div>
      <div className={classes.text}>
        <p className={classes.category}>{formatCategory(product.category)}</p>
        <h2 className={classes.title}>
          <Link to={`/shop/${product.id}`} className={classes.link}>
            {product.title}
          </Link>
        </h2>
        <div className={classes.foot}>
          <div>
            <span className={classes.price}>{formatPrice(product.price)}</span>
            <StockNote product={product} />
          </div>
          <div className={classes.actions}>{children}</div>
        </div>
      </div>
    </article>
  );
}
