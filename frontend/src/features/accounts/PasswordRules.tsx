import { IconCheck, IconPointFilled } from "@tabler/icons-react";
import { PASSWORD_RULES } from "./accountValues";
import classes from "./PasswordRules.module.css";

/** What a new password needs; a tick where what is typed has it already. */
export function PasswordRules({ password }: { password: string }) {
  const rules = [
    ...PASSWORD_RULES.map(({ label, isKept }) => ({ label, kept: isKept(password) })),
    { label: "Not a commonly used password", kept: false },
  ];
  return (
    <ul className={classes.rules}>
      {rules.map(({ label, kept }) => {
        const Icon = kept ? IconCheck : IconPointFilled;
        return (
          <li key={label} className={classes.rule} data-kept={kept || undefined}>
            <Icon size={14} aria-hidden />
            {label}
          </li>
        );
      })}
    </ul>
  );
}
