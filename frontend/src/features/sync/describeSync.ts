import { countOf } from "../../components/format";

/** The sync status of a service. */
export interface SyncState {
  transport: string;
  connected: boolean;
  pendingEvents: number;
  retryingEvents: number;
  deadLetters: number;
  /** The state of the other service at the last check. */
  peer: { state: "READY" | "NOT_READY" | "UNREACHABLE" };
}

export interface SyncSummary {
  tone: "good" | "busy" | "unknown" | "bad";
  headline: string;
  /** One sentence for each fact. */
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

/** Explains what is unknown while the other service is unavailable. */
function describeUnavailablePeer(
  { transport, connected, pendingEvents, peer }: SyncState,
  other: string,
): string[] {
  const peerState =
    peer.state === "NOT_READY"
      ? `The ${other} is running but not ready, because its database does not respond.`
      : `The ${other} does not respond.`;
  const isSent = connected && pendingEvents === 0;
  if (!isSent)
    return [peerState, `It is unknown whether the ${other} has changes that are not sent yet.`];
  if (transport === "direct") {
    return [
      `${peerState} It has received all changes from this service.`,
      "It is unknown whether it has changes that are not sent yet.",
    ];
  }
  return [
    `${peerState} All changes from this service have been delivered to RabbitMQ.`,
    `It is unknown whether the ${other} has applied them and whether it has changes that are not sent yet.`,
  ];
}

/** Describes the sync status of a service, the most serious problem first. `other` is the name of the other service. */
export function describeSync(state: SyncState, other: string): SyncSummary {
  const isPeerReady = state.peer.state === "READY";
  const sentences = [
    ...details(state),
    ...(isPeerReady ? [] : describeUnavailablePeer(state, other)),
  ];
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

/** The summary for a service that does not respond. */
export const OUT_OF_DATE: SyncSummary = {
  tone: "unknown",
  headline: "Unknown",
  details: ["This status may be out of date, because the service does not respond."],
};
