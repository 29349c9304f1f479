const CHANNEL = "tandem-session";

/** Identifies the messages of this tab. */
const TAB = crypto.getRandomValues(new Uint32Array(2)).join("-");

/** Notifies the other tabs, which share the session cookie, that the user has signed in or out in this tab. */
export function announceToOtherTabs(tab = TAB): void {
  const channel = new BroadcastChannel(CHANNEL);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- channels are the origin's own
  channel.postMessage(tab);
  channel.close();
}

/** Calls `listener` when the user has signed in or out in another tab. Returns a function that unsubscribes. */
export function listenToOtherTabs(listener: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (data !== TAB) listener();
  });
  return () => channel.close();
}
