import { memo } from "react";
import { stockBlockerId } from "../../../components/stock";
import { AddToBasketButton } from "../../../features/basket/AddToBasketButton";
import { LikeButton } from "../../../features/likes/LikeButton";
import { CustomiseLink } from "../../../features/products/CustomiseLink";
import { ProductCard } from "../../../features/products/ProductCard";
import { type FragmentType, graphql, readFragment } from "../../../gql/main";

const productFragment = graphql(`
  fragment ProductListItem_product on Product {
    id
    title
    configurable
    availableStock
    ...ProductCard_product
    ...LikeButton_product
  }
`);

interface ProductListItemProps {
  product: FragmentType<typeof productFragment>;
  eager: boolean;
  isSignedIn: boolean;
}

/** A product in the list, with its buttons. It is rendered again only when the product changes. */
export const ProductListItem = memo(function ProductListItem(props: ProductListItemProps) {
  const product = readFragment(productFragment, props.product);
  return (
    <li>
      <ProductCard product={product} eager={props.eager}>
        <LikeButton product={product} />
        {product.configurable ? (
          <CustomiseLink product={product} />
        ) : (
          <AddToBasketButton
            product={product}
            isSignedIn={props.isSignedIn}
            blockedBy={stockBlockerId(product)}
          />
        )}
      </ProductCard>
    </li>
  );
});
