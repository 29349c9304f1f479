import { ActionIcon, TextInput } from "@mantine/core";
import { IconMinus, IconPlus } from "@tabler/icons-react";
import type { Ref } from "react";
import classes from "./BasketLine.module.css";
import type { LineQuantity } from "./useLineQuantity";

interface QuantityStepperProps {
  /** The name of the line. */
  title: string;
  state: LineQuantity;
  disabled: boolean;
  /** The id of the error message, if there is one. */
  errorId: string | undefined;
  field: Ref<HTMLInputElement>;
}

/** A quantity field with buttons to increase and decrease it. */
export function QuantityStepper({ title, state, disabled, errorId, field }: QuantityStepperProps) {
  const { text, quantity, problem, type, choose, commit } = state;
  const isMinimum = quantity === null || quantity <= 1;
  const step = (by: 1 | -1) => quantity !== null && choose(quantity + by);
  return (
    <div className={classes.quantity} role="group" aria-label={`Quantity of ${title}`}>
      <ActionIcon
        variant="default"
        size={36}
        aria-label={`Decrease quantity of ${title}`}
        aria-disabled={isMinimum}
        data-disabled={isMinimum || undefined}
        disabled={disabled}
        onClick={() => !isMinimum && step(-1)}
      >
        <IconMinus size={16} aria-hidden />
      </ActionIcon>
      <TextInput
        aria-label={`Quantity of ${title}`}
        inputMode="numeric"
        autoComplete="off"
        ref={field}
        w={60}
        value={text}
        error={errorId !== undefined}
        errorProps={{ hidden: true }}
        aria-describedby={errorId}
        disabled={disabled}
        onChange={(event) => type(event.currentTarget.value)}
        onBlur={() => !problem && commit()}
        onKeyDown={(event) => event.key === "Enter" && commit()}
        classNames={{ input: classes.number }}
      />
      <ActionIcon
        variant="default"
        size={36}
        aria-label={`Increase quantity of ${title}`}
        disabled={disabled}
        onClick={() => step(1)}
      >
        <IconPlus size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}
