import { useState } from "react";
import classes from "./LayeredPicture.module.css";
import { pictureAddress, ProductPicture } from "./ProductPicture";

interface LayeredPictureProps {
  /** The pictures' addresses, the lowest first. */
  layers: readonly string[];
  /** Shown as long as there is no layer. */
  image: string;
  /** What all of it shows; empty where that stands beside it. */
  alt?: string;
  size: number;
}

/** Several pictures of the same size over one another. One that cannot be shown leaves the others as they are. */
export function LayeredPicture({ layers, image, alt = "", size }: LayeredPictureProps) {
  const [broken, setBroken] = useState<readonly string[]>([]);
  const addresses = layers.map(pictureAddress).filter((address) => address !== null);
  const shown = addresses.filter((address) => !broken.includes(address));
  if (shown.length === 0) return <ProductPicture image={image} alt={alt} size={size} eager />;
  return (
    <span
      className={classes.pile}
      role={alt ? "img" : undefined}
      aria-label={alt || undefined}
      aria-hidden={alt === "" || undefined}
    >
      {shown.map((layer) => (
        <img
          key={layer}
          src={layer}
          alt=""
          width={size}
          height={size}
          onError={() => setBroken((before) => [...before, layer])}
        />
      ))}
    </span>
  );
}
