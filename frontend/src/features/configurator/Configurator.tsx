import { Skeleton, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { LoadError } from "../../components/LoadError";
import { formatPrice } from "../../components/format";
import { LayeredPicture } from "../../components/LayeredPicture";
import classes from "./Configurator.module.css";
import { OptionGroup } from "./OptionGroup";
import type { Configuration } from "./useConfiguration";
import type { ConfiguratorState } from "./useConfigurator";

interface ConfiguratorProps {
  configurator: ConfiguratorState;
  image: string;
  /** Renders the actions. Receives the id of the summary, which describes the remaining problems. */
  children: (summaryId: string) => ReactNode;
}

const SUMMARY_ID = "maker-missing";

/** The problems of a group, except missing choices, which the summary shows. */
function problemsOf(group: Configuration["groups"][number], { problems }: Configuration) {
  const own = new Set(group.options.map(({ id }) => id));
  return problems
    .filter(({ kind }) => kind !== "MISSING")
    .filter(({ groupId, optionIds }) => groupId === group.id || optionIds.some((id) => own.has(id)))
    .map(({ message }) => message);
}

function summaryOf({ problems }: Configuration): string {
  const [first, ...others] = problems.map(({ message }) => message);
  if (first === undefined) return "Ready to add to your basket.";
  return others.length === 0 ? first : `${first} (${others.length} more)`;
}

/** The placeholder for the options while they load. */
export function ConfiguratorSkeleton() {
  return (
    <Stack w="100%" role="status" aria-label="Loading options">
      <Skeleton height={150} radius="md" />
      <Skeleton height={150} radius="md" />
      <Skeleton height={150} radius="md" />
    </Stack>
  );
}

/** All options of a product, with a summary that is always visible. */
export function Configurator({ configurator, image, children }: ConfiguratorProps) {
  const { configuration, selected, pending, isCurrent, toggle, clear } = configurator;
  if (!configuration) {
    if (!configurator.problem) return <ConfiguratorSkeleton />;
    const { problem, reload } = configurator;
    return (
      <LoadError problem={problem} headingLevel={2} pending={false} retry={() => void reload()} />
    );
  }
  const layers = configuration.layers.map(({ picture }) => picture);
  return (
    <div className={classes.configurator} aria-busy={!isCurrent}>
      {configuration.groups.map((group) => (
        <OptionGroup
          key={group.id}
          group={group}
          problems={problemsOf(group, configuration)}
          onToggle={toggle}
          {...{ selected, pending }}
        />
      ))}
      <button
        type="button"
        className={classes.clear}
        aria-disabled={selected.length === 0}
        onClick={clear}
      >
        Start over
      </button>
      <section className={classes.sum} aria-label="Your selection">
        <div className={classes.picture}>
          <LayeredPicture layers={layers} image={image} size={56} />
        </div>
        <p className={classes.text} role="status">
          <strong className={classes.price}>{formatPrice(configuration.price)}</strong>{" "}
          <span id={SUMMARY_ID} className={classes.missing}>
            {summaryOf(configuration)}
          </span>
        </p>
        <div className={classes.actions}>{children(SUMMARY_ID)}</div>
      </section>
    </div>
  );
}
