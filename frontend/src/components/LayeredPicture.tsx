import { useState } from "react";
import classes from "./LayeredPicture.module.css";
import { pictureAddress, ProductPicture } from "./ProductPicture";

interface LayeredPictureProps {
  /** The URLs of the pictures, starting with the bottom layer. */
  layers: readonly string[];
  /** Shown if there are no layers. */
  image: string;
  /** The description of the whole picture. Empty if there is a description next to it. */
  alt?: string;
  size: number;
}

/** Shows several pictures of the same size on top of each other. A picture that fails to load is left out. */
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
