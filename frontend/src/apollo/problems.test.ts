import { CombinedGraphQLErrors, gql, ServerError } from "@apollo/client";
import { afterEach, describe, expect, it, vi } from "vitest";
import { fakeService, unreachable } from "../testing/fakeService";
import { createClients } from "./clients";
import { describeProblem } from "./problems";

const PING = gql`
  query Ping {
    ping
  }
`;

function refused(extensions: object, message = "Internal server error") {
  return new CombinedGraphQLErrors({ errors: [{ message, extensions: { ...extensions } }] });
}

async function failureOf(error: Error): Promise<unknown> {
  const { main } = createClients(fakeService({ Ping: () => error }).link);
  return main.query({ query: PING }).catch((failure: unknown) => failure);
}

describe("the description of a failure", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("names the service that is unavailable", async () => {
    const failure = await failureOf(unreachable());
    expect(describeProblem(failure, "main")).toMatchObject({
      title: "The shop is temporarily unavailable",
      isTemporary: true,
    });
    expect(describeProblem(failure, "admin").title).toBe(
      "The account and catalogue service is temporarily unavailable",
    );
  });

  it("recognises a gateway error", async () => {
    const response = new Response("{}", { status: 503 });
    const failure = await failureOf(new ServerError("503", { response, bodyText: "{}" }));
    expect(describeProblem(failure, "main").title).toBe("The shop is temporarily unavailable");
  });

  it("says when the device is offline", async () => {
    vi.stubGlobal("navigator", { onLine: false });
    const problem = describeProblem(await failureOf(unreachable()), "main");
    expect(problem.message).toBe("You're offline. Check your internet connection.");
  });

  it("shows the reason when access is denied, and does not suggest a retry", () => {
    const problem = describeProblem(refused({ code: "FORBIDDEN" }, "Only for keepers."), "admin");
    expect(problem).toEqual({
      title: "You don't have permission to do this",
      message: "Only for keepers.",
      isTemporary: false,
      signIn: false,
    });
  });

  it("asks to sign in when that is required", () => {
    const problem = describeProblem(refused({ code: "UNAUTHENTICATED" }, "Sign in first."), "main");
    expect(problem).toMatchObject({
      title: "Sign in to continue",
      signIn: true,
      isTemporary: false,
    });
  });

  it.each(["UNAVAILABLE", "DATABASE_UNAVAILABLE"])(
    "shows the reason for a temporary error: %s",
    (code) => {
      const failure = refused({ code }, "Your session cannot be checked.");
      expect(describeProblem(failure, "main")).toEqual({
        title: "Temporarily unavailable",
        message: "Your session cannot be checked.",
        isTemporary: true,
      });
    },
  );

  it("shows the reference of an unexpected error", () => {
    const problem = describeProblem(refused({ code: "INTERNAL_ERROR", id: "c0ffee" }), "admin");
    expect(problem.message).toContain("c0ffee");
    expect(problem.message).not.toContain("Internal server error");
  });

  it("does not report a network failure for an error of the page", () => {
    const problem = describeProblem(new TypeError("undefined is not a function"), "main");
    expect(problem.title).toBe("Something went wrong");
  });
});
