import { countOf } from "../../components/format";

/** What a service says about its exchange with the other one. */
export interface SyncState {
  transport: string;
  connected: boolean;
  pendingEvents: number;
  retryingEvents: number;
  deadLetters: number;
  /** What it found when it last looked at the other service. */
  peer: { state: "READY" | "NOT_READY" | "UNREACHABLE" };
}

export interface SyncSummary {
  tone: "good" | "busy" | "unknown" | "bad";
  headline: string;
  /** What it means and what will happen, a sentence each. */
  details: string[];
}

const IS_ARE = (count: number) => (count === 1 ? "is" : "are");

function details({ connected, pendingEvents, retryingEvents, deadLetters }: SyncState): string[] {
  const sentences: string[] = [];
  if (!connected) {
    sentences.push(
      "The last attempt to exchange changes failed. It will be retried automatically. No changes are lost.",
    );
  }
  if (pendingEvents > 0) {
    sentences.push(
      `${countOf(pendingEvents, "change")} from this service ${IS_ARE(pendingEvents)} saved and waiting to be sent.`,
    );
  }
  if (retryingEvents > 0) {
    sentences.push(
      `${countOf(retryingEvents, "change")} from the other service could not be applied yet and will be retried.`,
    );
  }
  if (deadLetters > 0) {
    sentences.push(
      `${countOf(deadLetters, "change")} from the other service could not be applied. ` +
        "Review and replay failed changes with the dead-letters command.",
    );
  }
  return sentences;
}

/** What is known and what is not while the other service does not serve. */
function unknowns(
  { transport, connected, pendingEvents, peer }: SyncState,
  other: string,
): string[] {
  const lacks =
    peer.state === "NOT_READY"
      ? `The ${other} is running but not ready, because its database does not respond.`
      : `The ${other} does not respond.`;
  const isSent = connected && pendingEvents === 0;
  if (!isSent)
    return [lacks, `It is unknown whether the ${other} has changes that are not sent yet.`];
  if (transport === "direct") {
    return [
      `${lacks} It has received all changes from this service.`,
      "It is unknown whether it has changes that are not sent yet.",
    ];
  }
  return [
    `${lacks} All changes from this service have been delivered to RabbitMQ.`,
    `It is unknown whether the ${other} has applied them and whether it has changes that are not sent yet.`,
  ];
}

/** Puts a service's sync state into words, the gravest first. `other` is what people call the other service. */
export function describeSync(state: SyncState, other: string): SyncSummary {
  const isPeerReady = state.peer.state === "READY";
  const sentences = [...details(state), ...(isPeerReady ? [] : unknowns(state, other))];
  if (state.deadLetters > 0) {
    return { tone: "bad", headline: "Needs attention", details: sentences };
  }
  if (!state.connected) return { tone: "bad", headline: "Not connected", details: sentences };
  if (!isPeerReady) return { tone: "unknown", headline: "Unknown", details: sentences };
  if (sentences.length > 0) return { tone: "busy", headline: "Catching up", details: sentences };
  return {
    tone: "good",
    headline: "Up to date",
    details: [
      `All changes have been sent, all received changes have been applied, and the ${other} is available.`,
    ],
  };
}

/** What can be said of a service that has not answered the page the last time. */
export const OUT_OF_DATE: SyncSummary = {
  tone: "unknown",
  headline: "Unknown",
  details: ["This status may be out of date, because the service does not respond."],
};
