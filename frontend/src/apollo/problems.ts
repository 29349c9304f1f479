import { CombinedGraphQLErrors, LinkError } from "@apollo/client";
import { ChunkError } from "../components/chunks";
import { type Api, SERVICE_NAMES } from "../config";
import { codeOf, isUnreachable } from "./links";

/** What went wrong, in words for the person at the screen. */
export interface Problem {
  title: string;
  message: string;
  /** Whether trying again without changing anything may help. */
  passing: boolean;
  /** Whether signing in is what is missing. */
  signIn?: boolean;
  /** Whether the page has to be loaded anew, because there is a newer version of it. */
  isOutdated?: boolean;
}

const REFUSED: Record<string, string> = {
  FORBIDDEN: "You don't have permission to do this",
  UNAUTHENTICATED: "Sign in to continue",
};

const OUTDATED: Problem = {
  title: "A new version is available",
  message: "Reload the page to continue.",
  passing: false,
  isOutdated: true,
};

/** What passes by itself, and says so in its message. */
const AWAY = new Set(["UNAVAILABLE", "DATABASE_UNAVAILABLE"]);

function graphqlProblem(error: CombinedGraphQLErrors): Problem {
  const first = error.errors[0];
  const { id } = first?.extensions ?? {};
  const code = codeOf(error) ?? "";
  const message = first?.message ?? "Please try again.";
  const refused = REFUSED[code];
  if (refused) {
    return { title: refused, message, passing: false, signIn: code === "UNAUTHENTICATED" };
  }
  if (AWAY.has(code)) {
    return { title: "Temporarily unavailable", message, passing: true };
  }
  const reference = `Please try again. If the problem continues, contact us and quote reference ${String(id)}.`;
  return { title: "Something went wrong", message: id ? reference : message, passing: true };
}

function offlineOr(message: string): string {
  return navigator.onLine ? message : "You're offline. Check your internet connection.";
}

/**
 * Describes a failed request to a service, or a fault of the page itself. `name` is what to call the service, where
 * that is not its usual name.
 */
export function describeProblem(error: unknown, api: Api, name = SERVICE_NAMES[api]): Problem {
  if (CombinedGraphQLErrors.is(error)) return graphqlProblem(error);
  if (LinkError.is(error) && isUnreachable(error)) {
    return {
      title: `The ${name} is temporarily unavailable`,
      message: offlineOr("Please try again in a moment."),
      passing: true,
    };
  }
  if (error instanceof ChunkError) {
    if (error.isOutdated) return OUTDATED;
    return {
      title: "This page didn't load",
      message: offlineOr("Check your connection and try again."),
      passing: true,
    };
  }
  return {
    title: "Something went wrong",
    message: "An unexpected error occurred. Please try again.",
    passing: true,
  };
}
