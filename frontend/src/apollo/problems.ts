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
  FORBIDDEN: "You are not allowed to do this",
  UNAUTHENTICATED: "Please sign in first",
};

const OUTDATED: Problem = {
  title: "There is a newer version of the shop",
  message: "Load this page again to go on.",
  passing: false,
  isOutdated: true,
};

/** What passes by itself, and says so in its message. */
const AWAY = new Set(["UNAVAILABLE", "DATABASE_UNAVAILABLE"]);

function graphqlProblem(error: CombinedGraphQLErrors): Problem {
  const first = error.errors[0];
  const { id } = first?.extensions ?? {};
  const code = codeOf(error) ?? "";
  const message = first?.message ?? "That did not work.";
  const refused = REFUSED[code];
  if (refused) {
    return { title: refused, message, passing: false, signIn: code === "UNAUTHENTICATED" };
  }
  if (AWAY.has(code)) {
    return { title: "This is not possible just now", message, passing: true };
  }
  const reference = `That did not work. If it happens again, mention the reference ${String(id)}.`;
  return { title: "Something went wrong", message: id ? reference : message, passing: true };
}

function offlineOr(message: string): string {
  return navigator.onLine ? message : "This device is offline.";
}

/**
 * Describes a failed request to a service, or a fault of the page itself. `name` is what to call the service, where
 * that is not its usual name.
 */
export function describeProblem(error: unknown, api: Api, name = SERVICE_NAMES[api]): Problem {
  if (CombinedGraphQLErrors.is(error)) return graphqlProblem(error);
  if (LinkError.is(error) && isUnreachable(error)) {
    return {
      title: `${name} cannot be reached`,
      message: offlineOr("It may be restarting."),
      passing: true,
    };
  }
  if (error instanceof ChunkError) {
    if (error.isOutdated) return OUTDATED;
    return {
      title: "This part of the shop could not be loaded",
      message: offlineOr("The connection may have failed."),
      passing: true,
    };
  }
  return {
    title: "Something went wrong",
    message: "This part of the page has a fault.",
    passing: true,
  };
}
