import { describe, expect, it } from "vitest";
import { describeLineOptions, optionPictures, lineName, productAddress } from "./lineOptions";

const cake = { optionId: "1", group: "Body", name: "Carrot", picture: "/static/carrot.svg" };
const pale = { optionId: "4", group: "Kinds", name: "Pale", picture: null };
const stout = { optionId: "8", group: "Kinds", name: "Stout", picture: "/static/stout.svg" };

describe("the selected options of a line", () => {
  it("are described by group", () => {
    expect(describeLineOptions([cake, pale, stout])).toEqual([
      "Body: Carrot",
      "Kinds: Pale, Stout",
    ]);
    expect(describeLineOptions([])).toEqual([]);
  });

  it("are part of the name of a line", () => {
    expect(lineName({ title: "Cupcake", configuration: [cake] })).toBe("Cupcake (Carrot)");
    expect(lineName({ title: "Oat Stout", configuration: [] })).toBe("Oat Stout");
  });

  it("have a picture for each option with one", () => {
    expect(optionPictures([cake, pale, stout])).toEqual([
      "/static/carrot.svg",
      "/static/stout.svg",
    ]);
  });

  it("are in the URL of the product page", () => {
    expect(productAddress("7", ["1", "8"])).toBe("/shop/7?options=1,8");
    expect(productAddress("7", [])).toBe("/shop/7");
  });
});
