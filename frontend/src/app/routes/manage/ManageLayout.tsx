import { Suspense } from "react";
import { NavLink, Outlet } from "react-router";
import classes from "./ManageLayout.module.css";

/** The back office: its pages, and links between them. */
export default function ManageLayout() {
  return (
    <>
      <nav aria-label="Back office" className={classes.tabs}>
        <NavLink to="/manage" end className={classes.tab}>
          Products
        </NavLink>
        <NavLink to="/manage/sync" className={classes.tab}>
          Sync state
        </NavLink>
      </nav>
      <Suspense>
        <Outlet />
      </Suspense>
    </>
  );
}
