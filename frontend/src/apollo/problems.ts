import { CombinedGraphQLErrors, LinkError } from "@apollo/client";
import { type Api, SERVICE_NAMES } from "../config";
import { isUnreachable } from "./links";

/** What went wrong, in words for the person at the screen. */
export interface Problem {
  title: string;
  message: string;
  /** Whether trying again without changing anything may help. */
  passing: boolean;
}

const REFUSED: Record<string, string> = {
  FORBIDDEN: "You are not allowed to do this",
  UNAUTHENTICATED: "Please sign in first",
};

function graphqlProblem(error: CombinedGraphQLErrors): Problem {
  const first = error.errors[0];
  const { code, id } = first?.extensions ?? {};
  const refused = REFUSED[String(code)];
  if (refused) return { title: refused, message: first?.message ?? "", passing: false };
  const reference = id ? ` If it happens again, mention the reference ${String(id)}.` : "";
  const message = id ? `That did not work.${reference}` : (first?.message ?? "That did not work.");
  return { title: "Something went wrong", message, passing: true };
}

/** Describes a failed request to a service, or a fault of the page itself. */
export function describeProblem(error: unknown, api: Api): Problem {
  if (CombinedGraphQLErrors.is(error)) return graphqlProblem(error);
  if (LinkError.is(error) && isUnreachable(error)) {
    return {
      title: `${SERVICE_NAMES[api]} cannot be reached`,
      message: navigator.onLine ? "It may be restarting." : "This device is offline.",
      passing: true,
    };
  }
  return {
    title: "Something went wrong",
    message: "This part of the page has a fault.",
    passing: true,
  };
}
