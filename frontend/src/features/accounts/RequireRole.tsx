import { Button, Skeleton } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { Link, useLocation } from "react-router";
import { describeProblem } from "../../apollo/problems";
import { EmptyState } from "../../components/EmptyState";
import { LoadError } from "../../components/LoadError";
import { withReturnPath } from "../../components/returnPath";
import { PageHeading } from "../../components/PageHeading";
import { ACCOUNT_SERVICE_NAME, type Api } from "../../config";
import { useMe } from "./MeProvider";
import { includes, type Role, ROLE_NAMES } from "./roles";

/** Shown instead of a page if the visitor is not signed in. */
function SignInRequired() {
  const { pathname, search } = useLocation();
  return (
    <>
      <PageHeading>Sign in to continue</PageHeading>
      <EmptyState
        Icon={IconLock}
        title="You need an account to view this page"
        action={
          <Button component={Link} to={withReturnPath("/sign-in", pathname + search)}>
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

/** Shown instead of a page that the signed-in user may not access. */
function AccessDenied({ name, role, needed }: { name: string; role: Role; needed: Role }) {
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

/** Shown while the current user is unknown. `MeProvider` retries automatically. */
function AccountServiceUnavailable({
  failure,
  retry,
}: {
  failure: unknown;
  retry: () => Promise<unknown>;
}) {
  const [pending, setPending] = useState(false);
  const problem = describeProblem(failure, "admin", ACCOUNT_SERVICE_NAME);
  const tryAgain = async () => {
    setPending(true);
    await retry();
    setPending(false);
  };
  return <LoadError headingLevel={1} {...{ problem, pending }} retry={tryAgain} />;
}

interface RequireRoleProps {
  minimumRole: Role;
  /** The service of the content. `main_service` can identify its customers while `admin_service` is unavailable. */
  api?: Api;
  children: ReactNode;
}

/** Renders its children for users with the required role. Other users see the reason and what they can do. */
export function RequireRole({ minimumRole, api = "admin", children }: RequireRoleProps) {
  const { me, failure, refresh } = useMe();
  if (me === undefined) {
    if (failure && api === "main") return children;
    if (failure) return <AccountServiceUnavailable failure={failure} retry={refresh} />;
    return <Skeleton height={40} maw={320} role="status" aria-label="Loading" />;
  }
  if (me === null) return <SignInRequired />;
  if (includes(me.role, minimumRole)) return children;
  return <AccessDenied name={me.displayName} role={me.role} needed={minimumRole} />;
}
