import type { ComponentProps, ReactNode } from "react";
import type { Problem } from "../../../apollo/problems";
import { LayeredPicture } from "../../../components/LayeredPicture";
import { stockBlockerId } from "../../../components/stock";
import { useMe } from "../../../features/accounts/MeProvider";
import { AddToBasketButton } from "../../../features/basket/AddToBasketButton";
import { LikeButton } from "../../../features/likes/LikeButton";
import { describePicture } from "../../../features/configurator/describePicture";
import { Configurator } from "../../../features/configurator/Configurator";
import { useConfigurator } from "../../../features/configurator/useConfigurator";
import { ProductDetails } from "../../../features/products/ProductDetails";

interface ConfigurableProductProps {
  product: {
    id: string;
    title: string;
    image: string;
    availableStock?: number | null;
  } & ComponentProps<typeof ProductDetails>["product"] &
    ComponentProps<typeof LikeButton>["product"];
  /** Renders the notice of the page. It receives the problem of the configuration, if there is one. */
  renderNotice: (problem: Problem | null) => ReactNode;
}

/** The page content of a product with options. */
export default function ConfigurableProduct({ product, renderNotice }: ConfigurableProductProps) {
  const { id, title, image } = product;
  const { me } = useMe();
  const configurator = useConfigurator(id);
  const { configuration, isCurrent } = configurator;
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
      {renderNotice(configuration ? configurator.problem : null)}
      <ProductDetails product={product} picture={picture}>
        <Configurator configurator={configurator} image={image}>
          {(summaryId) => (
            <>
              <AddToBasketButton
                product={product}
                isSignedIn={me !== null}
                options={configuration?.selected ?? []}
                blockedBy={
                  stockBlockerId(product) ?? (isCurrent && configuration?.valid ? null : summaryId)
                }
                onRefused={() => void configurator.reload()}
                prominent
              />
              <LikeButton product={product} prominent />
            </>
          )}
        </Configurator>
      </ProductDetails>
    </>
  );
}
