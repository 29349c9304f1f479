import { Container, Skeleton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type ReactNode, useEffect } from "react";
import { Link, NavLink, useLocation } from "react-router";
import { wasUpdated } from "../components/chunks";
import { ColorSchemeToggle } from "../components/ColorSchemeToggle";
import { lazyWithRetry } from "../components/lazyWithRetry";
import { Logo } from "../components/Logo";
import { OfflineNotice } from "../components/OfflineNotice";
import { QueryBoundary } from "../components/QueryBoundary";
import { HeaderAccount } from "../features/accounts/HeaderAccount";
import { useMe } from "../features/accounts/MeProvider";
import { includes } from "../features/accounts/roles";
import classes from "./Layout.module.css";
import { useScrollRestoration } from "./useScrollRestoration";

/** Loaded only for signed-in users, and while the current user is unknown. */
const BasketLink = lazyWithRetry(() => import("../features/basket/BasketLink"));

/** Shown if the basket link fails to load. */
const basketFallback = (
  <NavLink to="/basket" className={classes.link}>
    Basket
  </NavLink>
);

function notifyAboutUpdate(): void {
  if (!wasUpdated()) return;
  notifications.show({
    title: "Updated to the latest version",
    message: "If your last action had no effect, please try it again.",
  });
}

/** The frame of every page: skip link, header and main content. */
export function Layout({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
  const { me, failure } = useMe();
  const mayHaveBasket = me === undefined ? failure !== null : me !== null;
  useScrollRestoration();
  useEffect(notifyAboutUpdate, []);
  return (
    <>
      <a href="#content" className={classes.skip}>
        Skip to content
      </a>
      <header className={classes.header}>
        <Container size="xl" className={classes.bar}>
          <Link to="/" className={classes.brand} aria-label="Tandem home">
            <Logo />
            <span className={classes.name}>Tandem</span>
          </Link>
          <nav aria-label="Main" className={classes.nav}>
            <NavLink to="/" end className={classes.link}>
              Shop
            </NavLink>
            {me && includes(me.role, "STAFF") && (
              <NavLink to="/manage" className={classes.link}>
                Manage
              </NavLink>
            )}
          </nav>
          {mayHaveBasket && (
            <QueryBoundary skeleton={null} errorFallback={basketFallback}>
              <BasketLink />
            </QueryBoundary>
          )}
          <HeaderAccount />
          <ColorSchemeToggle />
        </Container>
      </header>
      <Container size="xl" component="main" id="content" tabIndex={-1} className={classes.main}>
        <OfflineNotice />
        <QueryBoundary
          key={pathname}
          headingLevel={1}
          skeleton={<Skeleton height={40} maw={320} role="status" aria-label="Loading" />}
        >
          {children}
        </QueryBoundary>
      </Container>
    </>
  );
}
