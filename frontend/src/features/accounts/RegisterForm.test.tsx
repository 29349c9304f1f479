import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { type Answers, fakeService } from "../../testing/fakeService";
import { renderPart } from "../../testing/render";
import { RegisterForm } from "./RegisterForm";

function open(answers: Answers) {
  const service = fakeService(answers);
  renderPart(<RegisterForm />, { link: service.link, api: "admin" });
  return service;
}

const field = (label: RegExp | string) => screen.getByLabelText<HTMLInputElement>(label);

async function fillIn() {
  await userEvent.type(field("Username"), "ada");
  await userEvent.type(field("Email"), "ada@example.org");
  await userEvent.type(field("Password"), "Velvet7");
}

const submit = () => userEvent.click(screen.getByRole("button", { name: "Create account" }));

/** The ticked password rules. */
function tickedRules(): string[] {
  const rules = within(screen.getByRole("list")).getAllByRole("listitem");
  return rules.filter((rule) => "met" in rule.dataset).map((rule) => rule.textContent ?? "");
}

describe("registering", () => {
  it("requests a cookie and no token", async () => {
    const { sent } = open({ Register: () => undefined });
    await fillIn();
    await submit();
    expect(sent("Register")[0]?.variables).toEqual({
      input: {
        username: "ada",
        email: "ada@example.org",
        firstName: "",
        lastName: "",
        password: "Velvet7",
        delivery: "COOKIE",
      },
    });
  });

  it("does not send invalid input and focuses the first error", async () => {
    const { sent } = open({});
    await userEvent.type(field("Username"), "ada");
    await submit();
    expect(screen.getByText("Enter an email address.")).toBeTruthy();
    expect(screen.getByText("Enter a password.")).toBeTruthy();
    expect(document.activeElement).toBe(field("Email"));
    expect(sent("Register")).toHaveLength(0);
  });

  it.each([
    [{ __typename: "UsernameTaken", message: "Taken." }, "Username"],
    [{ __typename: "EmailTaken", message: "Taken." }, "Email"],
    [
      {
        __typename: "InvalidInput",
        message: "Not valid.",
        fields: [{ field: "password", messages: ["Taken."] }],
      },
      "Password",
    ],
  ])("shows $__typename at its field and focuses it", async (register, label) => {
    open({ Register: () => ({ register }) });
    await fillIn();
    await submit();
    const error = await screen.findByText("Taken.");
    expect(field(label).getAttribute("aria-describedby")).toContain(error.id);
    expect(document.activeElement).toBe(field(label));
  });

  it("shows the waiting time after too many attempts", async () => {
    const register = {
      __typename: "TooManyAttempts",
      message: "Too many attempts.",
      retryAfterSeconds: 90,
    };
    open({ Register: () => ({ register }) });
    await fillIn();
    await submit();
    expect(await screen.findByText("Too many attempts. Try again in 90 seconds.")).toBeTruthy();
  });

  it("ticks the rules that the password meets", async () => {
    open({});
    expect(tickedRules()).toEqual([]);
    await userEvent.type(field("Password"), "aB3");
    expect(tickedRules()).toEqual([
      "At least one digit",
      "At least one upper-case letter",
      "At least one lower-case letter",
    ]);
    await userEvent.type(field("Password"), "xyz");
    expect(tickedRules()).toContain("6 to 128 characters");
  });
});
