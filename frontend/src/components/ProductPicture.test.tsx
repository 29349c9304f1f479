import { fireEvent, render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { pictureAddress, ProductPicture } from "./ProductPicture";

describe("the picture of a product", () => {
  it.each([
    ["/pictures/a.svg", "/pictures/a.svg"],
    ["a cake.png", `${window.location.origin}/a%20cake.png`],
    ["https://elsewhere.example/a.png", "https://elsewhere.example/a.png"],
    ["//elsewhere.example/a.png", `${window.location.protocol}//elsewhere.example/a.png`],
    ["data:image/svg+xml,x", "data:image/svg+xml,x"],
  ])("%j is loaded from %j on every page", (image, address) => {
    expect(pictureAddress(image)).toBe(address);
    const { container } = render(<ProductPicture image={image} size={10} />);
    expect(container.querySelector("img")?.getAttribute("src")).toBe(address);
  });

  it.each([
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "ftp://elsewhere.example/a.png",
    "",
  ])("is never loaded from %j", (image) => {
    expect(pictureAddress(image)).toBeNull();
    const { container } = render(<ProductPicture image={image} alt="A stout" size={10} />);
    expect(container.querySelector("img")).toBeNull();
    expect(screen.getByRole("img", { name: "A stout" })).toBeTruthy();
  });

  it("is replaced by a placeholder if it fails to load, until it changes", () => {
    const { container, rerender } = render(<ProductPicture image="/gone.svg" size={10} />);
    fireEvent.error(container.querySelector("img") as HTMLImageElement);
    expect(container.querySelector("img")).toBeNull();
    rerender(<ProductPicture image="/there.svg" size={10} />);
    expect(container.querySelector("img")?.getAttribute("src")).toBe("/there.svg");
  });
});
