import type { ComponentProps, ReactNode } from "react";
import type { Problem } from "../../../apollo/problems";
import { LayeredPicture } from "../../../components/LayeredPicture";
import { stockBlock } from "../../../components/stock";
import { useMe } from "../../../features/accounts/MeProvider";
import { AddToBasketButton } from "../../../features/basket/AddToBasketButton";
import { LikeButton } from "../../../features/likes/LikeButton";
import { describePicture } from "../../../features/maker/describePicture";
import { Maker } from "../../../features/maker/Maker";
import { useMaker } from "../../../features/maker/useMaker";
import { ProductDetails } from "../../../features/products/ProductDetails";

interface ConfigurableProductProps {
  product: {
    id: string;
    title: string;
    image: string;
    availableStock?: number | null;
  } & ComponentProps<typeof ProductDetails>["product"] &
    ComponentProps<typeof LikeButton>["product"];
  /** Renders the page's one notice. It is given the problem of the configuration, if there is one. */
  renderNotice: (problem: Problem | null) => ReactNode;
}

/** A product that customers put together. */
export default function ConfigurableProduct({ product, renderNotice }: ConfigurableProductProps) {
  const { id, title, image } = product;
  const { me } = useMe();
  const maker = useMaker(id);
  const { configuration, isSettled } = maker;
  const picture = (
    <LayeredPicture
      layers={configuration?.layers.map((layer) => layer.picture) ?? []}
      image={image}
      alt={describePicture(title, configuration?.groups ?? [])}
      size={480}
    />
  );
  return (
    <>
      {renderNotice(configuration ? maker.problem : null)}
      <ProductDetails product={product} picture={picture}>
        <Maker maker={maker} image={image}>
          {(missing) => (
            <>
              <AddToBasketButton
                product={product}
                isSignedIn={me !== null}
                options={configuration?.selected ?? []}
                missing={
                  stockBlock(product) ?? (isSettled && configuration?.valid ? null : missing)
                }
                onRefused={() => void maker.ask()}
                prominent
              />
              <LikeButton product={product} prominent />
            </>
          )}
        </Maker>
      </ProductDetails>
    </>
  );
}
