import { ActionIcon } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { nameOfLine } from "../../components/chosen";
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
import type { RegisterLine } from "./useSettling";

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
  /** How many of the product are in other lines. */
  elsewhere: number;
  /** Has it settled before the basket is ordered. */
  onMount: RegisterLine;
  /** Called with true while a change is on its way, and with false after it. */
  onBusy: (busy: boolean) => void;
  /** Brings the basket up to date. */
  onOutdated: () => Promise<void>;
}

/** The service's problem of a line, with what is left of the product where that is the reason. */
function inStock(problem: { message: string; available: number | null } | null): Refusal | null {
  return problem && { message: problem.message, available: problem.available ?? undefined };
}

/** A product in the basket: how many of it, what they cost, and the way out of it. */
export function BasketLine(props: BasketLineProps) {
  const { line: masked, elsewhere, onMount, ...events } = props;
  const line = readFragment(lineFragment, masked);
  const name = nameOfLine(line);
  const { quantity, takeOut, acceptPrice, problem } = useLineChanges({ line, ...events });
  const item = useRef<HTMLLIElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const acceptButton = useRef<HTMLButtonElement>(null);
  const isGone = !line.product;
  const error = isGone ? { message: GONE } : (problem ?? inStock(line.problem));
  const errorId = `line-${line.id}-error`;

  useEffect(() =>
    onMount(line.id, async () => {
      const isSaved = await quantity.commit();
      return isSaved ? acceptButton.current : field.current;
    }),
  );
  // A button that goes once it is pressed hands the focus to its line.
  const focusLine = () => item.current?.focus({ preventScroll: true });
  const accept = async () => {
    if (await acceptPrice()) focusLine();
  };
  const take = (left: number) => {
    focusLine();
    void quantity.choose(left);
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
        onClick={takeOut}
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
      <LineProblem id={errorId} problem={error} elsewhere={elsewhere} onTake={take} />
    </li>
  );
}
