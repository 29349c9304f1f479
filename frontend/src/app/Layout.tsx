import { Container, Skeleton } from "@mantine/core";
import { type ReactNode, Suspense } from "react";
import { Link, NavLink, useLocation } from "react-router";
import { ColorSchemeToggle } from "../components/ColorSchemeToggle";
import { ErrorBoundary } from "../components/ErrorBoundary";
import { Logo } from "../components/Logo";
import { OfflineNotice } from "../components/OfflineNotice";
import classes from "./Layout.module.css";
import { PageFailure } from "./PageFailure";
import { useScrollMemory } from "./useScrollMemory";

/** What is around every page: skip link, brand, navigation. */
export function Layout({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
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
            <NavLink to="/manage" className={classes.link}>
              Manage
            </NavLink>
          </nav>
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
