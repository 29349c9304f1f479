import { IconUserOff } from "@tabler/icons-react";
import { Link, useLocation } from "react-router";
import { lazyWithRetry } from "../../components/lazyWithRetry";
import { parseReturnPath, withReturnPath } from "../../components/returnPath";
import { QueryBoundary } from "../../components/QueryBoundary";
import { useMe } from "./MeProvider";
import classes from "./HeaderAccount.module.css";

/** Loaded only for signed-in users. */
const UserMenu = lazyWithRetry(() => import("./UserMenu"));

/** The path to return to after signing in: the current page or, on sign-in pages, their own return path. */
function useReturnPath(): string {
  const { pathname, search } = useLocation();
  const isAuthPage = pathname === "/sign-in" || pathname === "/register";
  return isAuthPage ? parseReturnPath(new URLSearchParams(search).get("next")) : pathname + search;
}

/** The account area of the header: the user menu, a sign-in link, or a note if the account service is unavailable. */
export function HeaderAccount() {
  const { me, failure } = useMe();
  const next = useReturnPath();
  if (me) {
    const errorFallback = (
      <Link to="/account" className={classes.link}>
        {me.displayName}
      </Link>
    );
    return (
      <QueryBoundary skeleton={null} errorFallback={errorFallback}>
        <UserMenu me={me} isUnavailable={Boolean(failure)} />
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
    <Link to={withReturnPath("/sign-in", next)} className={classes.link}>
      Sign in
    </Link>
  );
}
