import { IconUserOff } from "@tabler/icons-react";
import { Link, useLocation } from "react-router";
import { lazily } from "../../components/lazily";
import { readNext, withNext } from "../../components/nextPath";
import { QueryBoundary } from "../../components/QueryBoundary";
import { useMe } from "./MeProvider";
import classes from "./AccountCorner.module.css";

/** Only who is signed in has one. */
const UserMenu = lazily(() => import("./UserMenu"));

/** Where signing in leads back to: to the page that one is on, or to where that one leads. */
function useNext(): string {
  const { pathname, search } = useLocation();
  const isOnTheWay = pathname === "/sign-in" || pathname === "/register";
  return isOnTheWay ? readNext(new URLSearchParams(search).get("next")) : pathname + search;
}

/** The corner of the header that says who is signed in; a quiet word where that cannot be told. */
export function AccountCorner() {
  const { me, failure } = useMe();
  const next = useNext();
  if (me) {
    const standIn = (
      <Link to="/account" className={classes.link}>
        {me.displayName}
      </Link>
    );
    return (
      <QueryBoundary skeleton={null} standIn={standIn}>
        <UserMenu me={me} isAway={Boolean(failure)} />
      </QueryBoundary>
    );
  }
  if (failure) {
    return (
      <p role="status" className={classes.away} title="Accounts are temporarily unavailable.">
        <IconUserOff size={20} aria-hidden />
        <span>Accounts unavailable</span>
      </p>
    );
  }
  if (me === undefined) return null;
  return (
    <Link to={withNext("/sign-in", next)} className={classes.link}>
      Sign in
    </Link>
  );
}
