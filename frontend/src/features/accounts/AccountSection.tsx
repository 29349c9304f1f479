import { Title } from "@mantine/core";
import { type ReactNode, useId } from "react";
import classes from "./AccountSection.module.css";

interface AccountSectionProps {
  title: string;
  text: string;
  children: ReactNode;
}

/** A section of the account page. */
export function AccountSection({ title, text, children }: AccountSectionProps) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <Title order={2} id={id}>
        {title}
      </Title>
      <p className={classes.text}>{text}</p>
      {children}
    </section>
  );
}
