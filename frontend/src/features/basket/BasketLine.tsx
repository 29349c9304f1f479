import { ActionIcon } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { lineName } from "../../components/lineOptions";
import { ChosenOptions } from "../../components/ChosenOptions";
import { formatPrice } from "../../components/format";
import { LinePicture } from "../../components/LinePicture";
import { LineTitle } from "../../components/LineTitle";
import { type FragmentType, graphql, readFragment } from "../../gql/orders";
import classes from "./BasketLine.module.css";
import { ChangedPrice } from "./ChangedPrice";
import { LineProblem } from "./LineProblem";
import { QuantityStepper } from "./QuantityStepper";
import type { Refusal } from "./refusal";
import { useLineChanges } from "./useLineChanges";
import type { RegisterLine } from "./useLineSaving";

const GONE = "This product is no longer available. Remove it to place your order.";

const lineFragment = graphql(`
  fragment BasketLine_line on OrderLine {
    id
    productId
    title
    image
    unitPrice
    previousUnitPrice
    quantity
    total
    product {
      id
    }
    problem {
      message
      available
    }
    configuration {
      optionId
      group
      name
      picture
    }
  }
`);

interface BasketLineProps {
  line: FragmentType<typeof lineFragment>;
  /** The number of units of the same product in other lines. */
  unitsInOtherLines: number;
  /** Registers a function that saves the line before the checkout. */
  onMount: RegisterLine;
  /** Called with true before a change is saved, and with false afterwards. */
  onBusy: (busy: boolean) => void;
  /** Refetches the basket. */
  onOutdated: () => Promise<void>;
}

/** Converts the service's problem of a line into a refusal. */
function toRefusal(problem: { message: string; available: number | null } | null): Refusal | null {
  return problem && { message: problem.message, available: problem.available ?? undefined };
}

/** A line of the basket, with controls to change its quantity and to remove it. */
export function BasketLine(props: BasketLineProps) {
  const { line: masked, unitsInOtherLines, onMount, ...events } = props;
  const line = readFragment(lineFragment, masked);
  const name = lineName(line);
  const { quantity, removeLine, acceptPrice, problem } = useLineChanges({ line, ...events });
  const item = useRef<HTMLLIElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const acceptButton = useRef<HTMLButtonElement>(null);
  const isGone = !line.product;
  const error = isGone ? { message: GONE } : (problem ?? toRefusal(line.problem));
  const errorId = `line-${line.id}-error`;

  useEffect(() =>
    onMount(line.id, async () => {
      const isSaved = await quantity.commit();
      return isSaved ? acceptButton.current : field.current;
    }),
  );
  // The clicked button is removed from the page, so move the focus to its line.
  const focusLine = () => item.current?.focus({ preventScroll: true });
  const accept = async () => {
    if (await acceptPrice()) focusLine();
  };
  const setQuantity = (units: number) => {
    focusLine();
    void quantity.choose(units);
  };

  return (
    <li className={classes.line} ref={item} tabIndex={-1}>
      <div className={classes.picture}>
        <LinePicture line={line} size={72} />
      </div>
      <div className={classes.what}>
        <LineTitle line={line} />
        <ChosenOptions chosen={line.configuration} />
        <span className={classes.unit}>{formatPrice(line.unitPrice)} each</span>
      </div>
      <QuantityStepper
        title={name}
        state={quantity}
        disabled={isGone}
        errorId={error ? errorId : undefined}
        field={field}
      />
      <span className={classes.total}>{formatPrice(line.total)}</span>
      <ActionIcon
        className={classes.remove}
        variant="subtle"
        color="berry"
        size={36}
        aria-label={`Remove ${name}`}
        onClick={removeLine}
      >
        <IconTrash size={20} aria-hidden />
      </ActionIcon>
      {line.previousUnitPrice && (
        <ChangedPrice
          name={name}
          before={line.previousUnitPrice}
          now={line.unitPrice}
          button={acceptButton}
          onAccept={accept}
        />
      )}
      <LineProblem
        id={errorId}
        problem={error}
        unitsInOtherLines={unitsInOtherLines}
        onTake={setQuantity}
      />
    </li>
  );
}
