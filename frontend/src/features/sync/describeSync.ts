import { countOf } from "../../components/format";

/** What a service says about its exchange with the other one. */
export interface SyncState {
  connected: boolean;
  pendingEvents: number;
  retryingEvents: number;
  deadLetters: number;
}

export interface SyncSummary {
  tone: "good" | "busy" | "bad";
  headline: string;
  /** What it means and what will happen, a sentence each. */
  details: string[];
}

const IS_ARE = (count: number) => (count === 1 ? "is" : "are");

function details({ connected, pendingEvents, retryingEvents, deadLetters }: SyncState): string[] {
  const sentences: string[] = [];
  if (!connected) {
    sentences.push(
      "The last exchange failed. It is tried again by itself; nothing is lost meanwhile.",
    );
  }
  if (pendingEvents > 0) {
    sentences.push(
      `${countOf(pendingEvents, "change")} of this service ${IS_ARE(pendingEvents)} saved and waiting to be sent.`,
    );
  }
  if (retryingEvents > 0) {
    sentences.push(
      `${countOf(retryingEvents, "change")} of the other service could not be applied yet and will be tried again.`,
    );
  }
  if (deadLetters > 0) {
    sentences.push(
      `${countOf(deadLetters, "change")} of the other service ${IS_ARE(deadLetters)} parked: it could not be ` +
        "applied, and somebody has to look at it and replay it with the command dead-letters.",
    );
  }
  return sentences;
}

/** Puts a service's sync state into words, the gravest first. */
export function describeSync(state: SyncState): SyncSummary {
  const sentences = details(state);
  if (state.deadLetters > 0) {
    return { tone: "bad", headline: "Needs attention", details: sentences };
  }
  if (!state.connected) return { tone: "bad", headline: "Not connected", details: sentences };
  if (sentences.length > 0) return { tone: "busy", headline: "Catching up", details: sentences };
  return {
    tone: "good",
    headline: "In step",
    details: ["Everything has been sent, and everything received has been applied."],
  };
}
