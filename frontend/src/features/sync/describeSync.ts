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

/** What is known and what is not while the other service does not serve. */
function unknowns(
  { transport, connected, pendingEvents, peer }: SyncState,
  other: string,
): string[] {
  const lacks =
    peer.state === "NOT_READY"
      ? `${other} answers, but it is not ready: its database does not answer.`
      : `${other} does not answer.`;
  const isSent = connected && pendingEvents === 0;
  if (!isSent) return [lacks, `Whether ${lower(other)} has changes of its own is not known.`];
  if (transport === "direct") {
    return [
      `${lacks} It has received everything that was saved here.`,
      "Whether it has changes of its own that are still to come is not known.",
    ];
  }
  return [
    `${lacks} Everything that was saved here has been handed over to RabbitMQ.`,
    `Whether ${lower(other)} has applied it, and whether it has changes of its own, is not known.`,
  ];
}

function lower(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Puts a service's sync state into words, the gravest first. `other` is what people call the other service. */
export function describeSync(state: SyncState, other: string): SyncSummary {
  const isPeerReady = state.peer.state === "READY";
  const sentences = [...details(state), ...(isPeerReady ? [] : unknowns(state, other))];
  if (state.deadLetters > 0) {
    return { tone: "bad", headline: "Needs attention", details: sentences };
  }
  if (!state.connected) return { tone: "bad", headline: "Not connected", details: sentences };
  if (!isPeerReady) return { tone: "unknown", headline: "Not known", details: sentences };
  if (sentences.length > 0) return { tone: "busy", headline: "Catching up", details: sentences };
  return {
    tone: "good",
    headline: "In step",
    details: [
      `Everything has been sent, everything received has been applied, and ${lower(other)} answers.`,
    ],
  };
}

/** What can be said of a service that has not answered the page the last time. */
export const OUT_OF_DATE: SyncSummary = {
  tone: "unknown",
  headline: "Not known",
  details: ["What has happened there since then is not known."],
};
