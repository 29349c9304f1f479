import { useEffect, useEffectEvent, useRef } from "react";
import { LIST_PAUSE_MS } from "../config";
import { throttle } from "./throttle";

/** Returns a throttled version of `task`: it runs soon after a call, at most once in `LIST_PAUSE_MS`. */
export function useThrottled(task: () => Promise<unknown>): () => void {
  const run = useEffectEvent(task);
  const throttled = useRef<ReturnType<typeof throttle>>(null);
  useEffect(() => {
    const throttledTask = throttle(() => run(), LIST_PAUSE_MS);
    throttled.current = throttledTask;
    return throttledTask.stop;
  }, []);
  return () => throttled.current?.request();
}
