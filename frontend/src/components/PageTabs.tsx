import { NavLink } from "react-router";
import classes from "./PageTabs.module.css";

interface PageTabsProps {
  label: string;
  /** The pages and their paths. The path of the first page is a prefix of all others. */
  pages: readonly { to: string; name: string }[];
}

/** Tabs for related pages. A nested page, such as a single order, belongs to the tab of its parent page. */
export function PageTabs({ label, pages }: PageTabsProps) {
  return (
    <nav aria-label={label} className={classes.tabs}>
      {pages.map(({ to, name }, index) => (
        <NavLink key={to} to={to} end={index === 0} className={classes.tab}>
          {name}
        </NavLink>
      ))}
    </nav>
  );
}
