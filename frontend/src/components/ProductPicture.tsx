import { IconPhotoOff } from "@tabler/icons-react";
import { useState } from "react";
import classes from "./ProductPicture.module.css";

interface ProductPictureProps {
  image: string;
  /** Empty if the title of the product is next to the picture. */
  alt?: string;
  /** Width and height in CSS pixels, to avoid layout shifts when the picture loads. */
  size: number;
  /** Whether to load the picture immediately, because it is visible without scrolling. */
  eager?: boolean;
}

/**
 * The URL of a picture; null if `image` is not a valid picture URL. Paths are relative to this origin, independent of the
 * current page. The content security policy of the web server restricts the allowed hosts.
 */
export function pictureAddress(image: string): string | null {
  if (/^data:image\//i.test(image)) return image;
  if (/^\/(?![/\\])/.test(image)) return image;
  if (image === "" || !URL.canParse(image, window.location.origin)) return null;
  const { protocol, href } = new URL(image, window.location.origin);
  return protocol === "http:" || protocol === "https:" ? href : null;
}

/** The picture of a product, or a placeholder if it cannot be loaded. */
export function ProductPicture({ image, alt = "", size, eager = false }: ProductPictureProps) {
  const [broken, setBroken] = useState<string | null>(null);
  const address = pictureAddress(image);
  if (broken === image || address === null) {
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
      src={address}
      alt={alt}
      width={size}
      height={size}
      loading={eager ? "eager" : "lazy"}
      decoding="async"
      onError={() => setBroken(image)}
    />
  );
}
