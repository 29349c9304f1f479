import { type LineOption, optionPictures } from "./lineOptions";
import { LayeredPicture } from "./LayeredPicture";
import { ProductPicture } from "./ProductPicture";

interface LinePictureProps {
  line: { image: string; configuration: readonly LineOption[] };
  size: number;
}

/** The picture of a basket or order line, with its selected options. */
export function LinePicture({ line, size }: LinePictureProps) {
  const layers = optionPictures(line.configuration);
  if (layers.length === 0) return <ProductPicture image={line.image} size={size} />;
  return <LayeredPicture layers={layers} image={line.image} size={size} />;
}
