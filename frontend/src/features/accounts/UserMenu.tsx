import { UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useId, useRef } from "react";
import { NavLink } from "react-router";
import { describeProblem } from "../../apollo/problems";
import type { Me } from "./Me";
import { ROLE_NAMES } from "./roles";
import classes from "./UserMenu.module.css";
import { useSignOut } from "./useSignOut";

/** The menu of the signed-in user. The browser closes the popover on Escape and on a click outside. */
export default function UserMenu({ me, isUnavailable }: { me: Me; isUnavailable: boolean }) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const signOut = useSignOut();
  const close = () => list.current?.hidePopover();

  const leave = async () => {
    close();
    try {
      await signOut();
      notifications.show({ title: "Signed out", message: `See you soon, ${me.displayName}.` });
    } catch (error) {
      const { message } = describeProblem(error, "admin");
      notifications.show({ color: "berry", title: "We couldn't sign you out", message });
    }
  };

  return (
    <div>
      <UnstyledButton
        className={classes.button}
        popoverTarget={id}
        aria-label={`Account of ${me.displayName}`}
      >
        <span className={classes.initial} aria-hidden>
          {[...me.displayName][0]?.toUpperCase()}
        </span>
        <span className={classes.name}>{me.displayName}</span>
      </UnstyledButton>
      <div id={id} ref={list} popover="auto" className={classes.menu}>
        <p className={classes.who}>
          <strong>{me.displayName}</strong>
          {me.username} · {ROLE_NAMES[me.role]}
          {isUnavailable && <span role="status"> · Accounts are temporarily unavailable.</span>}
        </p>
        <nav aria-label="Account">
          <NavLink to="/account" end className={classes.item} onClick={close}>
            Account
          </NavLink>
          <NavLink to="/account/orders" className={classes.item} onClick={close}>
            Orders
          </NavLink>
          <NavLink to="/account/sessions" className={classes.item} onClick={close}>
            Devices
          </NavLink>
        </nav>
        <UnstyledButton className={classes.item} onClick={leave}>
          Sign out
        </UnstyledButton>
      </div>
    </div>
  );
}
