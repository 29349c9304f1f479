import { describe, expect, it } from "vitest";
import { toRefusal } from "./outcome";

const PROFILE = ["username", "email", "password"];

describe("an error of the service", () => {
  it.each([
    ["UsernameTaken", "username"],
    ["EmailTaken", "email"],
  ])("shows %s at the field %s", (__typename, field) => {
    expect(toRefusal({ __typename, message: "Taken." }, PROFILE)).toEqual({
      kind: "refused",
      errors: { [field]: "Taken." },
      message: null,
      retryAfterSeconds: null,
    });
  });

  it("is shown at each invalid field", () => {
    const fields = [
      { field: "email", messages: ["Too long.", "Not nice."] },
      { field: "password", messages: ["Too common."] },
    ];
    const error = { __typename: "InvalidInput", message: "Not valid.", fields };
    expect(toRefusal(error, PROFILE)).toMatchObject({
      errors: { email: "Too long. Not nice.", password: "Too common." },
      message: null,
    });
  });

  it("is also the message of the form if it has no such field", () => {
    const fields = [
      { field: "delivery", messages: ["Unknown."] },
      { field: "email", messages: ["Too long."] },
    ];
    const error = { __typename: "InvalidInput", message: "Not valid.", fields };
    expect(toRefusal(error, PROFILE)).toMatchObject({
      errors: { email: "Too long." },
      message: "Not valid.",
    });
  });

  it.each([
    [["currentPassword", "newPassword"], "currentPassword"],
    [["password"], "password"],
  ])("about the current password is shown at the first of %j", (fields, field) => {
    const error = { __typename: "WrongPassword", message: "This is not your password." };
    expect(toRefusal(error, fields)).toMatchObject({
      errors: { [field]: "This is not your password." },
      message: null,
    });
  });

  it.each(["InvalidCredentials", "LastAdmin"])("%s is the message of the form", (__typename) => {
    expect(toRefusal({ __typename, message: "No." }, ["password"])).toMatchObject({
      errors: {},
      message: "No.",
    });
  });

  it("contains the time until the next attempt", () => {
    const error = { __typename: "TooManyAttempts", message: "Wait.", retryAfterSeconds: 42 };
    expect(toRefusal(error, [])).toMatchObject({ message: "Wait.", retryAfterSeconds: 42 });
  });
});
