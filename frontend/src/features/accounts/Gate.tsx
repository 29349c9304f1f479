import { Button, Skeleton } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { Link, useLocation } from "react-router";
import { describeProblem } from "../../apollo/problems";
import { EmptyState } from "../../components/EmptyState";
import { Failure } from "../../components/Failure";
import { withNext } from "../../components/nextPath";
import { PageHeading } from "../../components/PageHeading";
import { ACCOUNT_SERVICE_NAME, type Api } from "../../config";
import { useMe } from "./MeProvider";
import { includes, type Role, ROLE_NAMES } from "./roles";

/** Stands for a page whose visitor is not signed in, or no longer. */
function SignInFirst() {
  const { pathname, search } = useLocation();
  return (
    <>
      <PageHeading>Sign in to continue</PageHeading>
      <EmptyState
        Icon={IconLock}
        title="You need an account to view this page"
        action={
          <Button component={Link} to={withNext("/sign-in", pathname + search)}>
            Sign in
          </Button>
        }
      >
        You aren't signed in, or you've been signed out. After signing in you'll return to this
        page.
      </EmptyState>
    </>
  );
}

/** Stands for a page that the signed-in user has no right to. */
function NotForYou({ name, role, needed }: { name: string; role: Role; needed: Role }) {
  return (
    <>
      <PageHeading>You don't have access</PageHeading>
      <EmptyState
        Icon={IconLock}
        title={`This page requires the ${ROLE_NAMES[needed]} role`}
        action={
          <Button component={Link} to="/">
            Continue shopping
          </Button>
        }
      >
        You're signed in as {name} ({ROLE_NAMES[role]}). Ask an administrator for access.
      </EmptyState>
    </>
  );
}

/** Stands for a page for as long as nobody can tell who is signed in. It is asked again by itself. */
function AccountsAway({ failure, retry }: { failure: unknown; retry: () => Promise<unknown> }) {
  const [pending, setPending] = useState(false);
  const problem = describeProblem(failure, "admin", ACCOUNT_SERVICE_NAME);
  const tryAgain = async () => {
    setPending(true);
    await retry();
    setPending(false);
  };
  return <Failure headingLevel={1} {...{ problem, pending }} retry={tryAgain} />;
}

interface GateProps {
  needs: Role;
  /** Which service has what is inside. The shop knows its customers also while the accounts are away. */
  api?: Api;
  children: ReactNode;
}

/** Shows what is inside to those who have the role; to others what keeps them from it, and what they can do. */
export function Gate({ needs, api = "admin", children }: GateProps) {
  const { me, failure, refresh } = useMe();
  if (me === undefined) {
    if (failure && api === "main") return children;
    if (failure) return <AccountsAway failure={failure} retry={refresh} />;
    return <Skeleton height={40} maw={320} role="status" aria-label="Loading" />;
  }
  if (me === null) return <SignInFirst />;
  if (includes(me.role, needs)) return children;
  return <NotForYou name={me.displayName} role={me.role} needed={needs} />;
}
