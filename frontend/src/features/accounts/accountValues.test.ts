import { describe, expect, it } from "vitest";
import {
  changedFields,
  passwordError,
  type ProfileValues,
  requiredError,
  validateProfile,
} from "./accountValues";

const ADA: ProfileValues = {
  username: "ada",
  email: "ada@example.org",
  firstName: "Ada",
  lastName: "",
};

function errorsOf(change: Partial<ProfileValues>) {
  const errors = Object.entries(validateProfile({ ...ADA, ...change } as ProfileValues));
  return errors.filter(([, error]) => error !== null).map(([field]) => field);
}

describe("a profile", () => {
  it.each([
    "a",
    "ada.l_o-v+e@home",
    "Ada Byron King",
    "Zoë",
    "  ada ",
    "7".repeat(50),
    "𝒜".repeat(50),
    "हिन्दी नाम",
    "นภัสสร์",
  ])("accepts the username %j", (username) => {
    expect(errorsOf({ username })).toEqual([]);
  });

  it.each([
    "",
    "   ",
    "\u0301ada",
    "ada \u0301byron",
    "ada  byron",
    "ada!",
    "a/b",
    "<ada>",
    "ada\tbyron",
    "7".repeat(51),
  ])("rejects the username %j", (username) => {
    expect(errorsOf({ username })).toEqual(["username"]);
  });

  it.each([" ada@example.org ", "a+b@sub.example.org"])("accepts the email address %j", (email) => {
    expect(errorsOf({ email })).toEqual([]);
  });

  it.each([
    "",
    "ada",
    "ada@",
    "@example.org",
    "ada@example",
    "a da@example.org",
    `${"a".repeat(250)}@b.org`,
  ])("rejects the email address %j", (email) => {
    expect(errorsOf({ email })).toEqual(["email"]);
  });

  it("accepts empty names and rejects long ones", () => {
    expect(errorsOf({ firstName: "", lastName: "x".repeat(100) })).toEqual([]);
    expect(errorsOf({ firstName: "x".repeat(101), lastName: "x".repeat(101) })).toEqual([
      "firstName",
      "lastName",
    ]);
  });

  it("is sent with changed fields only", () => {
    expect(changedFields(ADA, { ...ADA, username: " ada ", lastName: "Lovelace" })).toEqual({
      lastName: "Lovelace",
    });
  });
});

describe("a password", () => {
  const known = ["Ada1815", "ada@example.org"];

  it.each([
    "Qzw7lk",
    "Correct Horse 7",
    `aB3${"x".repeat(125)}`,
    "aB3😀😀😀",
    "ÄÖÜ-äöü-7",
    "Пароль-7-дерево",
    "पासवर्ड-7-पेड़",
  ])("accepts %j", (password) => {
    expect(passwordError(password, known)).toBeNull();
  });

  it.each([
    ["", "Enter a password."],
    ["aB3x5", "Use 6 to 128 characters."],
    ["aB3😀😀", "Use 6 to 128 characters."],
    [`aB3${"x".repeat(126)}`, "Use 6 to 128 characters."],
    ["secret", "Your password needs a digit, an upper-case letter."],
    ["SECRET7", "Your password needs a lower-case letter."],
    ["пароль-дерево", "Your password needs a digit, an upper-case letter."],
    ["aDA1815", "Your password can't be the same as your username or email address."],
  ])("rejects %j", (password, error) => {
    expect(passwordError(password, known)).toBe(error);
  });
});

it("validates required fields", () => {
  expect(requiredError("", "your password")).toBe("Enter your password.");
  expect(requiredError("x", "your password")).toBeNull();
});
