import { CombinedGraphQLErrors, LinkError } from "@apollo/client";
import { ChunkError } from "../components/chunks";
import { type Api, SERVICE_NAMES } from "../config";
import { codeOf, isUnreachable } from "./links";

/** A failure, described for the user. */
export interface Problem {
  title: string;
  message: string;
  /** Whether a retry may succeed. */
  isTemporary: boolean;
  /** Whether the user must sign in. */
  signIn?: boolean;
  /** Whether the page must be reloaded, because a newer version is deployed. */
  isOutdated?: boolean;
}

const ACCESS_TITLES: Record<string, string> = {
  FORBIDDEN: "You don't have permission to do this",
  UNAUTHENTICATED: "Sign in to continue",
};

const OUTDATED: Problem = {
  title: "A new version is available",
  message: "Reload the page to continue.",
  isTemporary: false,
  isOutdated: true,
};

/** The codes of temporary errors. Their messages are written for users. */
const TEMPORARY_CODES = new Set(["UNAVAILABLE", "DATABASE_UNAVAILABLE"]);

function graphqlProblem(error: CombinedGraphQLErrors): Problem {
  const first = error.errors[0];
  const { id } = first?.extensions ?? {};
  const code = codeOf(error) ?? "";
  const message = first?.message ?? "Please try again.";
  const accessTitle = ACCESS_TITLES[code];
  if (accessTitle) {
    const signIn = code === "UNAUTHENTICATED";
    return { title: accessTitle, message, isTemporary: false, signIn };
  }
  if (TEMPORARY_CODES.has(code)) {
    return { title: "Temporarily unavailable", message, isTemporary: true };
  }
  const reference = `Please try again. If the problem continues, contact us and quote reference ${String(id)}.`;
  return { title: "Something went wrong", message: id ? reference : message, isTemporary: true };
}

function offlineOr(message: string): string {
  return navigator.onLine ? message : "You're offline. Check your internet connection.";
}

/**
 * Describes a failed request to a service, or an error of the page itself. `name` overrides the name of the service.
 */
export function describeProblem(error: unknown, api: Api, name = SERVICE_NAMES[api]): Problem {
  if (CombinedGraphQLErrors.is(error)) return graphqlProblem(error);
  if (LinkError.is(error) && isUnreachable(error)) {
    return {
      title: `The ${name} is temporarily unavailable`,
      message: offlineOr("Please try again in a moment."),
      isTemporary: true,
    };
  }
  if (error instanceof ChunkError) {
    if (error.isOutdated) return OUTDATED;
    return {
      title: "This page didn't load",
      message: offlineOr("Check your connection and try again."),
      isTemporary: true,
    };
  }
  return {
    title: "Something went wrong",
    message: "An unexpected error occurred. Please try again.",
    isTemporary: true,
  };
}
