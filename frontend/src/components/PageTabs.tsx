import { NavLink } from "react-router";
import classes from "./PageTabs.module.css";

interface PageTabsProps {
  label: string;
  /** The pages and their addresses. The first one's is the beginning of all others. */
  pages: readonly { to: string; name: string }[];
}

/** Links between pages that belong together. A page below one of them, such as a single order, counts as part of it. */
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
