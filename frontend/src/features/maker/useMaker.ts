import { useEffect, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { afterPick, type Pick, readSelection, writeSelection } from "./selection";
import { useConfiguration } from "./useConfiguration";

/** The selection that the address holds, so that it can be shared and survives a reload. */
function useSelection() {
  const { search } = useLocation();
  const navigate = useNavigate();
  const params = new URLSearchParams(search);
  const choose = (selected: readonly string[]) =>
    navigate({ search: writeSelection(params, selected) }, { replace: true });
  return { selected: readSelection(params), choose };
}

/**
 * Puts a product together. What is pressed before the service has answered waits its turn and is judged by the
 * answer to what was pressed before it, so that nothing pressed in quick succession is lost.
 */
export function useMaker(productId: string) {
  const { selected, choose } = useSelection();
  const [waiting, setWaiting] = useState<readonly Pick[]>([]);
  const { configuration, isFresh, ...asking } = useConfiguration(productId, selected);
  const next = isFresh && configuration ? waiting[0] : undefined;

  useEffect(() => {
    if (!next || !configuration) return;
    const options = configuration.groups.flatMap((group) => group.options);
    const then = afterPick(options, next);
    setWaiting((before) => before.filter((pick) => pick !== next));
    if (then) void choose(then);
    // Once for each that is next: what else changes meanwhile comes of it.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [next]);

  return {
    ...asking,
    configuration,
    selected,
    waiting,
    /** Whether what is shown is the service's answer to all that was pressed. */
    isSettled: isFresh && waiting.length === 0,
    pick: (optionId: string, anyway = false) =>
      setWaiting((before) => [...before, { optionId, anyway }]),
    clear: () => {
      setWaiting([]);
      void choose([]);
    },
  };
}

export type MakerState = ReturnType<typeof useMaker>;
