import { describe, expect, it } from "vitest";
import { describeRefusal } from "./refusal";

describe("the description of a refusal", () => {
  it.each([
    [3, "Only 3 left."],
    [0, "Sold out."],
  ])("shows the available units: %d", (available, text) => {
    const error = { __typename: "InsufficientStock", message: "Out of stock.", available };
    expect(describeRefusal(error)).toBe(text);
  });

  it("contains the messages of invalid fields", () => {
    const fields = [{ messages: ["At most 10000.", "A whole number."] }];
    const error = { __typename: "InvalidInput", message: "Not valid.", fields };
    expect(describeRefusal(error)).toBe("At most 10000. A whole number.");
  });

  it("contains the problems of the options", () => {
    const problems = [
      { message: "Frosting: select one option." },
      { message: "Cherry does not go." },
    ];
    const error = { __typename: "InvalidConfiguration", message: "Not whole.", problems };
    expect(describeRefusal(error)).toBe("Frosting: select one option. Cherry does not go.");
  });

  it("lists every line that cannot be ordered", () => {
    const lines = [
      { title: "Oat Stout", message: "This is sold out." },
      { title: "Crate", message: "Flag is currently unavailable." },
    ];
    const error = { __typename: "LinesNotInStock", message: "No.", lines };
    expect(describeRefusal(error)).toBe(
      "Your order wasn't placed. Oat Stout: This is sold out. Crate: Flag is currently unavailable.",
    );
  });

  it.each([
    { __typename: "ProductNotFound", message: "It is gone." },
    { __typename: "InvalidInput", message: "It is gone.", fields: [] },
  ])("is otherwise the message of the service: $__typename", (error) => {
    expect(describeRefusal(error)).toBe("It is gone.");
  });
});
