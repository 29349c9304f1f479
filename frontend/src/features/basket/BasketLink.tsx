import { useQuery } from "@apollo/client/react";
import { IconBasket } from "@tabler/icons-react";
import { NavLink } from "react-router";
import { useIsLive } from "../../apollo/useIsLive";
import { ServiceProvider } from "../../apollo/ServiceProvider";
import { usePolling } from "../../apollo/usePolling";
import { countOf } from "../../components/format";
import { RECOVER_MS, REFRESH_MS } from "../../config";
import { graphql, readFragment } from "../../gql/orders";
import { countItems } from "./basketCount";
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

/** A link to the basket with the number of items, once it is known. */
function BasketCount() {
  const isLive = useIsLive("main");
  const { data, error, refetch } = useQuery(BasketLinkQuery);
  usePolling(
    () =>
      refetch().then(
        () => true,
        () => false,
      ),
    error ? RECOVER_MS : isLive ? null : REFRESH_MS.basket,
  );
  useLiveBasket();
  const basket = readFragment(orderFragment, data?.basket ?? null);
  const count = countItems(basket?.lines ?? []);
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

/** The basket link of the header. It uses `main_service` on every page. */
export default function BasketLink() {
  return (
    <ServiceProvider api="main">
      <BasketCount />
    </ServiceProvider>
  );
}
