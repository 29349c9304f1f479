import { IconCheck, IconPointFilled } from "@tabler/icons-react";
import { PASSWORD_RULES } from "./accountValues";
import classes from "./PasswordRules.module.css";

/** The rules for a new password. Rules that the input meets are ticked. */
export function PasswordRules({ password }: { password: string }) {
  const rules = [
    ...PASSWORD_RULES.map(({ label, isMet }) => ({ label, met: isMet(password) })),
    { label: "Not a commonly used password", met: false },
  ];
  return (
    <ul className={classes.rules}>
      {rules.map(({ label, met }) => {
        const Icon = met ? IconCheck : IconPointFilled;
        return (
          <li key={label} className={classes.rule} data-met={met || undefined}>
            <Icon size={14} aria-hidden />
            {label}
          </li>
        );
      })}
    </ul>
  );
}
