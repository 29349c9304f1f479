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

/**
 * Where a browser finds a picture: a path is on this site, whatever page shows it. Null for what is not the address of a
 * picture. Which hosts are allowed the web server says, in the content security policy.
 */
export function pictureAddress(image: string): string | null {
  if (/^data:image\//i.test(image)) return image;
  if (/^\/(?![/\\])/.test(image)) return image;
  if (image === "" || !URL.canParse(image, window.location.origin)) return null;
  const { protocol, href } = new URL(image, window.location.origin);
  return protocol === "http:" || protocol === "https:" ? href : null;
}

/** A product's picture, or a placeholder where there is none to show. */
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
