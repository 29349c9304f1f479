import { Anchor } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { Link, Navigate, useSearchParams } from "react-router";
import { ServiceProvider, useClients } from "../../../apollo/ServiceProvider";
import { parseReturnPath, withReturnPath } from "../../../components/returnPath";
import { PageHeading } from "../../../components/PageHeading";
import { takePendingAction } from "../../../components/pendingAction";
import { useMe } from "../../../features/accounts/MeProvider";
import classes from "./AuthPage.module.css";
import { runPendingAction } from "./runPendingAction";

interface AuthPageProps {
  heading: string;
  /** The link to the alternative page. */
  other: { question: string; label: string; page: "/sign-in" | "/register" };
  children: ReactNode;
}

/**
 * The layout of the sign-in and registration pages. When the user is signed in, it redirects to the return path and runs
 * the pending action that the user started there as a visitor.
 */
export function AuthPage({ heading, other, children }: AuthPageProps) {
  const [params] = useSearchParams();
  const { me } = useMe();
  const next = parseReturnPath(params.get("next"));
  const client = useClients().main;
  const isSignedIn = Boolean(me);
  useEffect(() => {
    const action = isSignedIn ? takePendingAction(next) : null;
    if (action) void runPendingAction(action, client);
  }, [isSignedIn, next, client]);
  if (me) return <Navigate to={next} replace />;
  return (
    <ServiceProvider api="admin">
      <div className={classes.card}>
        <PageHeading>{heading}</PageHeading>
        {children}
        <p className={classes.other}>
          {other.question}{" "}
          <Anchor component={Link} to={withReturnPath(other.page, next)} inherit fw={600}>
            {other.label}
          </Anchor>
        </p>
      </div>
    </ServiceProvider>
  );
}
