import { Skeleton, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { Failure } from "../../components/Failure";
import { formatPrice } from "../../components/format";
import { LayeredPicture } from "../../components/LayeredPicture";
import classes from "./Maker.module.css";
import { OptionGroup } from "./OptionGroup";
import type { Configuration } from "./useConfiguration";
import type { MakerState } from "./useMaker";

interface MakerProps {
  maker: MakerState;
  image: string;
  /** What one can do with what was put together; told the id of what says what is missing. */
  children: (describedBy: string) => ReactNode;
}

const MISSING_ID = "maker-missing";

/** What is wrong with the choices of a group; what is only missing is said at the end. */
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

/** Stands for the options before they are there. */
export function MakerSkeleton() {
  return (
    <Stack w="100%" role="status" aria-label="Loading options">
      <Skeleton height={150} radius="md" />
      <Skeleton height={150} radius="md" />
      <Skeleton height={150} radius="md" />
    </Stack>
  );
}

/** Everything that can be chosen, and below it, always in view, what it comes to. */
export function Maker({ maker, image, children }: MakerProps) {
  const { configuration, selected, waiting, isSettled, pick, clear } = maker;
  if (!configuration) {
    if (!maker.problem) return <MakerSkeleton />;
    const { problem, ask } = maker;
    return <Failure problem={problem} headingLevel={2} pending={false} retry={() => void ask()} />;
  }
  const layers = configuration.layers.map(({ picture }) => picture);
  return (
    <div className={classes.maker} aria-busy={!isSettled}>
      {configuration.groups.map((group) => (
        <OptionGroup
          key={group.id}
          group={group}
          problems={problemsOf(group, configuration)}
          onPick={pick}
          {...{ selected, waiting }}
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
          <span id={MISSING_ID} className={classes.missing}>
            {summaryOf(configuration)}
          </span>
        </p>
        <div className={classes.actions}>{children(MISSING_ID)}</div>
      </section>
    </div>
  );
}
