import { memo } from "react";
import { stockBlock } from "../../../components/stock";
import { AddToBasketButton } from "../../../features/basket/AddToBasketButton";
import { LikeButton } from "../../../features/likes/LikeButton";
import { MakeLink } from "../../../features/products/MakeLink";
import { ProductCard } from "../../../features/products/ProductCard";
import { type FragmentType, graphql, readFragment } from "../../../gql/main";

const productFragment = graphql(`
  fragment ShelfItem_product on Product {
    id
    title
    configurable
    availableStock
    ...ProductCard_product
    ...LikeButton_product
  }
`);

interface ShelfItemProps {
  product: FragmentType<typeof productFragment>;
  eager: boolean;
  isSignedIn: boolean;
}

/** A product of the list, and what can be done with it. It is drawn anew only when it has changed itself. */
export const ShelfItem = memo(function ShelfItem(props: ShelfItemProps) {
  const product = readFragment(productFragment, props.product);
  return (
    <li>
      <ProductCard product={product} eager={props.eager}>
        <LikeButton product={product} />
        {product.configurable ? (
          <MakeLink product={product} />
        ) : (
          <AddToBasketButton
            product={product}
            isSignedIn={props.isSignedIn}
            missing={stockBlock(product)}
          />
        )}
      </ProductCard>
    </li>
  );
});
