import { useQuery } from "@apollo/client/react";
import { IconBasket } from "@tabler/icons-react";
import { NavLink } from "react-router";
import { useClients } from "../../apollo/ServiceProvider";
import { useRepeat } from "../../apollo/useRepeat";
import { countOf } from "../../components/format";
import { RECOVER_MS, REFRESH_MS } from "../../config";
import { graphql, readFragment } from "../../gql/orders";
import { itemsIn } from "./basketCount";
import classes from "./BasketLink.module.css";

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
export default function BasketLink() {
  const client = useClients().main;
  const { data, error, refetch } = useQuery(BasketLinkQuery, { client });
  useRepeat(
    () =>
      refetch().then(
        () => true,
        () => false,
      ),
    error ? RECOVER_MS : REFRESH_MS.basket,
  );
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
