import { Link } from "react-router";
import { formatCategory } from "../../components/format";
import classes from "./CategoryLinks.module.css";

interface CategoryLinksProps {
  categories: readonly string[];
  current: string | null;
  /** Returns the URL of the list for a category, or for all categories. */
  addressOf: (category: string | null) => string;
}

/** Links to the categories of the shop. */
export function CategoryLinks({ categories, current, addressOf }: CategoryLinksProps) {
  return (
    <nav aria-label="Categories">
      <ul className={classes.list}>
        {[null, ...categories].map((category) => (
          <li key={category ?? ""}>
            <Link
              to={addressOf(category)}
              className={classes.link}
              aria-current={category === current ? "true" : undefined}
            >
              {category === null ? "All" : formatCategory(category)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
