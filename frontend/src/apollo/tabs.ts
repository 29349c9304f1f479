const CHANNEL = "tandem-session";

/** Tells this tab's own messages from the others'. */
const TAB = crypto.getRandomValues(new Uint32Array(2)).join("-");

/** Tells the browser's other tabs that somebody has signed in or out here: they share the session's cookie. */
export function announceToOtherTabs(tab = TAB): void {
  const channel = new BroadcastChannel(CHANNEL);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- channels are the origin's own
  channel.postMessage(tab);
  channel.close();
}

/** Calls `listener` when somebody has signed in or out in another tab. Returns what ends the listening. */
export function listenToOtherTabs(listener: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (data !== TAB) listener();
  });
  return () => channel.close();
}
