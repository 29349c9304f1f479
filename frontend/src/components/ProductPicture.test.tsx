import { fireEvent, render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { isOwnPicture, ProductPicture } from "./ProductPicture";

describe("a product's picture", () => {
  it.each([
    "https://elsewhere.example/a.png",
    "//elsewhere.example/a.png",
    "/\\elsewhere.example/a.png",
    "javascript:alert(1)",
    "data:image/svg+xml,x",
    "",
  ])("is never loaded from %j", (image) => {
    expect(isOwnPicture(image)).toBe(false);
    const { container } = render(<ProductPicture image={image} alt="A stout" size={10} />);
    expect(container.querySelector("img")).toBeNull();
    expect(screen.getByRole("img", { name: "A stout" })).toBeTruthy();
  });

  it("gives way to a placeholder when it cannot be loaded, until there is another one", () => {
    const { container, rerender } = render(<ProductPicture image="/gone.svg" size={10} />);
    fireEvent.error(container.querySelector("img") as HTMLImageElement);
    expect(container.querySelector("img")).toBeNull();
    rerender(<ProductPicture image="/there.svg" size={10} />);
    expect(container.querySelector("img")?.getAttribute("src")).toBe("/there.svg");
  });
});
