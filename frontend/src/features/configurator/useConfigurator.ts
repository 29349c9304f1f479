import { useEffect, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { selectionAfter, type OptionToggle, readSelection, writeSelection } from "./selection";
import { useConfiguration } from "./useConfiguration";

/** The selection in the URL, so that users can share it and it survives a reload. */
function useSelection() {
  const { search } = useLocation();
  const navigate = useNavigate();
  const params = new URLSearchParams(search);
  const setSelected = (selected: readonly string[]) =>
    navigate({ search: writeSelection(params, selected) }, { replace: true });
  return { selected: readSelection(params), setSelected };
}

/**
 * The state of the configurator. Toggles are queued until the service has responded to the previous selection. Each toggle
 * is then applied to the latest response, so that no quick click is lost.
 */
export function useConfigurator(productId: string) {
  const { selected, setSelected } = useSelection();
  const [pending, setPending] = useState<readonly OptionToggle[]>([]);
  const { configuration, isFresh, ...query } = useConfiguration(productId, selected);
  const next = isFresh && configuration ? pending[0] : undefined;

  useEffect(() => {
    if (!next || !configuration) return;
    const options = configuration.groups.flatMap((group) => group.options);
    const selection = selectionAfter(options, next);
    setPending((before) => before.filter((toggle) => toggle !== next));
    if (selection) void setSelected(selection);
    // Runs once for each pending toggle. The other dependencies change as a result of it.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [next]);

  return {
    ...query,
    configuration,
    selected,
    pending,
    /** Whether the configuration is the response to all toggles. */
    isCurrent: isFresh && pending.length === 0,
    toggle: (optionId: string, force = false) =>
      setPending((before) => [...before, { optionId, force }]),
    clear: () => {
      setPending([]);
      void setSelected([]);
    },
  };
}

export type ConfiguratorState = ReturnType<typeof useConfigurator>;
