import { type Chosen, layersOf } from "./chosen";
import { LayeredPicture } from "./LayeredPicture";
import { ProductPicture } from "./ProductPicture";

interface LinePictureProps {
  line: { image: string; configuration: readonly Chosen[] };
  size: number;
}

/** A line's picture: of the product as it was put together. */
export function LinePicture({ line, size }: LinePictureProps) {
  const layers = layersOf(line.configuration);
  if (layers.length === 0) return <ProductPicture image={line.image} size={size} />;
  return <LayeredPicture layers={layers} image={line.image} size={size} />;
}
