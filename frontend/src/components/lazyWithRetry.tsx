import { type ComponentType, lazy, type LazyExoticComponent } from "react";
import { useAttempt } from "../apollo/attempt";
import { retryableImport } from "./chunks";

interface LazyChunk<Props> {
  attempt: number;
  hasFailed: boolean;
  Component: LazyExoticComponent<ComponentType<Props>>;
}

/**
 * Like React's `lazy`, but retries after a failure: React caches a failed import permanently, while this component is
 * loaded again when the surrounding `QueryBoundary` retries.
 */
export function lazyWithRetry<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): ComponentType<Props> {
  const loadModule = retryableImport(load);
  let current: LazyChunk<Props> | null = null;

  const createChunk = (attempt: number): LazyChunk<Props> => {
    const loading: LazyChunk<Props> = {
      attempt,
      hasFailed: false,
      Component: lazy(async () => {
        try {
          return await loadModule();
        } catch (error) {
          loading.hasFailed = true;
          throw error;
        }
      }),
    };
    return loading;
  };

  return function LazyWithRetry(props: Props) {
    const attempt = useAttempt();
    if (!current || (current.hasFailed && current.attempt !== attempt))
      current = createChunk(attempt);
    return <current.Component {...props} />;
  };
}
