import { ActionIcon } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { nameOfLine } from "../../components/chosen";
import { ChosenOptions } from "../../components/ChosenOptions";
import { formatPrice } from "../../components/format";
import { LinePicture } from "../../components/LinePicture";
import { LineTitle } from "../../components/LineTitle";
import { type FragmentType, graphql, readFragment } from "../../gql/orders";
import classes from "./BasketLine.module.css";
import { QuantityStepper } from "./QuantityStepper";
import { useLineChanges } from "./useLineChanges";

const GONE = "This is no longer sold. Remove it to order the rest.";

const lineFragment = graphql(`
  fragment BasketLine_line on OrderLine {
    id
    productId
    title
    image
    unitPrice
    quantity
    total
    product {
      id
    }
    problem {
      message
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
  /** Called with true while a change is on its way, and with false after it. */
  onBusy: (busy: boolean) => void;
  /** Brings the basket up to date. */
  onOutdated: () => Promise<void>;
}

/** A product in the basket: how many of it, what they cost, and the way out of it. */
export function BasketLine({ line: masked, ...events }: BasketLineProps) {
  const line = readFragment(lineFragment, masked);
  const name = nameOfLine(line);
  const { quantity, takeOut, problem } = useLineChanges({ line, ...events });
  const isGone = !line.product;
  const error = isGone ? GONE : (problem ?? line.problem?.message);
  const errorId = `line-${line.id}-error`;
  return (
    <li className={classes.line}>
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
      <p id={errorId} role="alert" className={classes.error}>
        {error}
      </p>
    </li>
  );
}
