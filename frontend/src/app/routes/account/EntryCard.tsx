import { Anchor } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { Link, Navigate, useSearchParams } from "react-router";
import { ServiceProvider, useClients } from "../../../apollo/ServiceProvider";
import { readNext, withNext } from "../../../components/nextPath";
import { PageHeading } from "../../../components/PageHeading";
import { takeWish } from "../../../components/wish";
import { useMe } from "../../../features/accounts/MeProvider";
import classes from "./EntryCard.module.css";
import { fulfilWish } from "./fulfilWish";

interface EntryCardProps {
  heading: string;
  /** The page for those who are wrong here. */
  other: { question: string; label: string; page: "/sign-in" | "/register" };
  children: ReactNode;
}

/**
 * A page to sign in on. Who is signed in, or has just done so, is led on to where they were going; what they wished
 * there as a visitor is done now.
 */
export function EntryCard({ heading, other, children }: EntryCardProps) {
  const [params] = useSearchParams();
  const { me } = useMe();
  const next = readNext(params.get("next"));
  const client = useClients().main;
  const isSignedIn = Boolean(me);
  useEffect(() => {
    const wish = isSignedIn ? takeWish(next) : null;
    if (wish) void fulfilWish(wish, client);
  }, [isSignedIn, next, client]);
  if (me) return <Navigate to={next} replace />;
  return (
    <ServiceProvider api="admin">
      <div className={classes.card}>
        <PageHeading>{heading}</PageHeading>
        {children}
        <p className={classes.other}>
          {other.question}{" "}
          <Anchor component={Link} to={withNext(other.page, next)} inherit fw={600}>
            {other.label}
          </Anchor>
        </p>
      </div>
    </ServiceProvider>
  );
}
