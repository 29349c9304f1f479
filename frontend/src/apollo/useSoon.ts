import { useEffect, useEffectEvent, useRef } from "react";
import { LIST_PAUSE_MS } from "../config";
import { throttle } from "./throttle";

/** A function that has `task` run soon, and not too often, however often it is called. */
export function useSoon(task: () => Promise<unknown>): () => void {
  const run = useEffectEvent(task);
  const running = useRef<ReturnType<typeof throttle>>(null);
  useEffect(() => {
    const throttled = throttle(() => run(), LIST_PAUSE_MS);
    running.current = throttled;
    return throttled.stop;
  }, []);
  return () => running.current?.soon();
}
