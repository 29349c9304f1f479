import { Container, Skeleton } from "@mantine/core";
import { lazy, type ReactNode, Suspense } from "react";
import { Link, NavLink, useLocation } from "react-router";
import { ColorSchemeToggle } from "../components/ColorSchemeToggle";
import { ErrorBoundary } from "../components/ErrorBoundary";
import { Logo } from "../components/Logo";
import { OfflineNotice } from "../components/OfflineNotice";
import { AccountCorner } from "../features/accounts/AccountCorner";
import { useMe } from "../features/accounts/MeProvider";
import { includes } from "../features/accounts/roles";
import classes from "./Layout.module.css";
import { PageFailure } from "./PageFailure";
import { useScrollMemory } from "./useScrollMemory";

/** Only who is signed in has one, or may have one while nobody can tell. */
const BasketLink = lazy(() => import("../features/basket/BasketLink"));

/** What is around every page: skip link, brand, navigation. */
export function Layout({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
  const { me, failure } = useMe();
  const mayHaveBasket = me === undefined ? failure !== null : me !== null;
  useScrollMemory();
  return (
    <>
      <a href="#content" className={classes.skip}>
        Skip to the content
      </a>
      <header className={classes.header}>
        <Container size="xl" className={classes.bar}>
          <Link to="/" className={classes.brand} aria-label="Tandem, start page">
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
            <ErrorBoundary fallback={null}>
              <Suspense>
                <BasketLink />
              </Suspense>
            </ErrorBoundary>
          )}
          <AccountCorner />
          <ColorSchemeToggle />
        </Container>
      </header>
      <Container size="xl" component="main" id="content" tabIndex={-1} className={classes.main}>
        <OfflineNotice />
        <ErrorBoundary key={pathname} fallback={<PageFailure />}>
          <Suspense
            fallback={<Skeleton height={40} maw={320} role="status" aria-label="Loading" />}
          >
            {children}
          </Suspense>
        </ErrorBoundary>
      </Container>
    </>
  );
}
