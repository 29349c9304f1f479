import { useQuery } from "@apollo/client/react";
import { IconBasket } from "@tabler/icons-react";
import { NavLink } from "react-router";
import { useIsLive } from "../../apollo/live";
import { ServiceProvider } from "../../apollo/ServiceProvider";
import { useRepeat } from "../../apollo/useRepeat";
import { countOf } from "../../components/format";
import { RECOVER_MS, REFRESH_MS } from "../../config";
import { graphql, readFragment } from "../../gql/orders";
import { itemsIn } from "./basketCount";
import classes from "./BasketLink.module.css";
import { useLiveBasket } from "./useLiveBasket";

const orderFragment = graphql(`
  fragment BasketLink_order on Order {
    id
    lines {
      id
      quantity
    }
  }
`);

const BasketLinkQuery = graphql(`
  query BasketLink {
    basket {
      id
      ...BasketLink_order
    }
  }
`);

/** Leads to the basket, and says how much is in it; only leads there for as long as that is not known. */
function BasketCount() {
  const isLive = useIsLive("main");
  const { data, error, refetch } = useQuery(BasketLinkQuery);
  useRepeat(
    () =>
      refetch().then(
        () => true,
        () => false,
      ),
    error ? RECOVER_MS : isLive ? null : REFRESH_MS.basket,
  );
  useLiveBasket();
  const basket = readFragment(orderFragment, data?.basket ?? null);
  const count = itemsIn(basket?.lines ?? []);
  return (
    <NavLink
      to="/basket"
      className={classes.link}
      aria-label={count ? `Basket, ${countOf(count, "item")}` : "Basket"}
    >
      <IconBasket size={24} aria-hidden />
      {count > 0 && (
        <span className={classes.count} aria-hidden>
          {count > 99 ? "99+" : count}
        </span>
      )}
    </NavLink>
  );
}

/** The link, on whatever page: the basket is main_service's. */
export default function BasketLink() {
  return (
    <ServiceProvider api="main">
      <BasketCount />
    </ServiceProvider>
  );
}
