import { Button, Skeleton } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { Link, useLocation } from "react-router";
import { describeProblem } from "../../apollo/problems";
import { EmptyState } from "../../components/EmptyState";
import { Failure } from "../../components/Failure";
import { withNext } from "../../components/nextPath";
import { PageHeading } from "../../components/PageHeading";
import type { Api } from "../../config";
import { useMe } from "./MeProvider";
import { includes, type Role, ROLE_NAMES } from "./roles";

/** Stands for a page whose visitor is not signed in, or no longer. */
function SignInFirst() {
  const { pathname, search } = useLocation();
  return (
    <>
      <PageHeading>Sign in to see this</PageHeading>
      <EmptyState
        Icon={IconLock}
        title="This page is for people with an account"
        action={
          <Button component={Link} to={withNext("/sign-in", pathname + search)}>
            Sign in to go on
          </Button>
        }
      >
        You are not signed in, or your session has ended. You come back here afterwards.
      </EmptyState>
    </>
  );
}

/** Stands for a page that the signed-in user has no right to. */
function NotForYou({ name, role, needed }: { name: string; role: Role; needed: Role }) {
  return (
    <>
      <PageHeading>You may not see this</PageHeading>
      <EmptyState
        Icon={IconLock}
        title={`This page needs the role “${ROLE_NAMES[needed]}”`}
        action={
          <Button component={Link} to="/">
            See all products
          </Button>
        }
      >
        You are signed in as {name}, with the role “{ROLE_NAMES[role]}”. An administrator can change
        that.
      </EmptyState>
    </>
  );
}

/** Stands for a page for as long as nobody can tell who is signed in. It is asked again by itself. */
function AccountsAway({ failure, retry }: { failure: unknown; retry: () => Promise<unknown> }) {
  const [pending, setPending] = useState(false);
  const problem = describeProblem(failure, "admin", "The accounts");
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
