import { expect, it } from "vitest";
import { describePicture } from "./describePicture";

const option = (name: string, state = "AVAILABLE") => ({ name, state });

it("describes the picture by group", () => {
  const groups = [
    { name: "Body", options: [option("Carrot", "CHOSEN"), option("Vanilla")] },
    { name: "Frosting", options: [option("Neon", "BLOCKED")] },
    { name: "Kinds", options: [option("Pale", "CHOSEN"), option("Stout", "CHOSEN")] },
  ];
  expect(describePicture("Cupcake", groups)).toBe("Cupcake. Body: Carrot. Kinds: Pale, Stout.");
});

it("says when no options are selected", () => {
  expect(describePicture("Cupcake", [])).toBe("Cupcake. No options selected.");
});
