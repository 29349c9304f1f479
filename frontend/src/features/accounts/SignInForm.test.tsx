import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Answers, fakeService, unreachable } from "../../testing/fakeService";
import { renderPart } from "../../testing/render";
import { useMe } from "./MeProvider";
import { SignInForm } from "./SignInForm";

const ada = { __typename: "User", id: "7", username: "ada", displayName: "Ada", role: "CUSTOMER" };

function Page() {
  const { me } = useMe();
  return me ? <p>Hello {me.displayName}</p> : <SignInForm />;
}

function open(answers: Answers) {
  const service = fakeService({ Me: () => ({ me: null }), ...answers });
  renderPart(<Page />, { link: service.link, api: "admin" });
  return service;
}

const refusal = (login: object) => () => ({ login });
const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);

async function signIn(username = "ada", password = "Secret7") {
  if (username) await userEvent.type(field("Username"), username);
  if (password) await userEvent.type(field("Password"), password);
  await userEvent.keyboard("{Enter}");
}

describe("signing in", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("requests a cookie and shows the user immediately", async () => {
    const login = { __typename: "LoginSuccess", user: ada };
    const service = open({ Login: refusal(login) });
    await signIn(" ada ");
    service.answers.Me = () => ({ me: ada });
    expect(await screen.findByText("Hello Ada")).toBeTruthy();
    expect(service.sent("Login")).toHaveLength(1);
    expect(service.sent("Login")[0]?.variables).toEqual({
      input: { username: "ada", password: "Secret7", delivery: "COOKIE" },
    });
  });

  it("does not submit without a password and focuses the field", async () => {
    const { sent } = open({});
    await signIn("ada", "");
    expect(screen.getByText("Enter your password.")).toBeTruthy();
    expect(document.activeElement).toBe(field("Password"));
    expect(sent("Login")).toHaveLength(0);
  });

  it("shows a wrong password and keeps the input", async () => {
    const wrong = { __typename: "InvalidCredentials", message: "Invalid username or password" };
    open({ Login: refusal(wrong) });
    await signIn();
    expect((await screen.findByRole("alert")).textContent).toBe("Invalid username or password");
    expect(field("Username").value).toBe("ada");
  });

  it("shows a countdown when the user must wait", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const wait = { __typename: "TooManyAttempts", message: "Wait.", retryAfterSeconds: 30 };
    open({ Login: refusal(wait) });
    await signIn();
    const alert = await screen.findByRole("alert");
    const secondsLeft = () => Number(/in (\d+) seconds/.exec(alert.textContent ?? "")?.[1]);
    expect(secondsLeft()).toBeGreaterThan(20);
    await act(() => vi.advanceTimersByTimeAsync(20_000));
    expect(secondsLeft()).toBeLessThanOrEqual(10);
    await act(() => vi.advanceTimersByTimeAsync(11_000));
    expect(alert.textContent).toBe("You can try again now.");
  });

  it("shows an error when the account service is unavailable", async () => {
    open({ Login: unreachable });
    await signIn();
    expect((await screen.findByRole("alert")).textContent).toMatch(
      "The account service is temporarily unavailable",
    );
  });

  it("sends one request for several Enter keystrokes", async () => {
    const { sent } = open({ Login: () => undefined });
    await signIn();
    await userEvent.keyboard("{Enter}{Enter}");
    await waitFor(() => expect(sent("Login")).toHaveLength(1));
  });

  it("shows and hides the password", async () => {
    open({});
    await userEvent.click(screen.getByRole("button", { name: "Show password" }));
    expect(field("Password").type).toBe("text");
    await userEvent.click(screen.getByRole("button", { name: "Hide password" }));
    expect(field("Password").type).toBe("password");
  });
});
