import { type ComponentType, lazy, type LazyExoticComponent } from "react";
import { useAttempt } from "../apollo/attempt";
import { chunk } from "./chunks";

interface Loading<Props> {
  attempt: number;
  hasFailed: boolean;
  Part: LazyExoticComponent<ComponentType<Props>>;
}

/**
 * A component that is loaded when it is first rendered. React's `lazy` remembers a failure for good; this one loads
 * again when the `QueryBoundary` around it tries again.
 */
export function lazily<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): ComponentType<Props> {
  const loadPart = chunk(load);
  let current: Loading<Props> | null = null;

  const begin = (attempt: number): Loading<Props> => {
    const loading: Loading<Props> = {
      attempt,
      hasFailed: false,
      Part: lazy(async () => {
        try {
          return await loadPart();
        } catch (error) {
          loading.hasFailed = true;
          throw error;
        }
      }),
    };
    return loading;
  };

  return function Lazily(props: Props) {
    const attempt = useAttempt();
    if (!current || (current.hasFailed && current.attempt !== attempt)) current = begin(attempt);
    return <current.Part {...props} />;
  };
}
