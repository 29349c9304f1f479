import { IconPhotoOff } from "@tabler/icons-react";
import { useState } from "react";
import classes from "./ProductPicture.module.css";

interface ProductPictureProps {
  image: string;
  /** Empty where the product's title stands beside the picture. */
  alt?: string;
  /** Width and height in CSS pixels, so that nothing moves when the picture arrives. */
  size: number;
  /** A picture that is on the first screen. */
  eager?: boolean;
}

/** Whether the page may show a picture: only this site's own, nothing is loaded from another host. */
export function isOwnPicture(image: string): boolean {
  return image.startsWith("/") && !image.startsWith("//") && !image.startsWith("/\\");
}

/** A product's picture, or a placeholder where there is none to show. */
export function ProductPicture({ image, alt = "", size, eager = false }: ProductPictureProps) {
  const [broken, setBroken] = useState<string | null>(null);
  if (broken === image || !isOwnPicture(image)) {
    return (
      <span
        className={classes.missing}
        role={alt ? "img" : undefined}
        aria-label={alt || undefined}
      >
        <IconPhotoOff size={size / 4} stroke={1.5} aria-hidden />
      </span>
    );
  }
  return (
    <img
      className={classes.picture}
      src={image}
      alt={alt}
      width={size}
      height={size}
      loading={eager ? "eager" : "lazy"}
      decoding="async"
      onError={() => setBroken(image)}
    />
  );
}
