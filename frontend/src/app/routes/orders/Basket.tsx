import { Button, Stack } from "@mantine/core";
import { IconBasket } from "@tabler/icons-react";
import { Link, useNavigate } from "react-router";
import { useFallback } from "../../../apollo/live";
import { usePageQuery } from "../../../apollo/usePageQuery";
import { EmptyState } from "../../../components/EmptyState";
import { PageNotices } from "../../../components/PageNotices";
import { REFRESH_MS } from "../../../config";
import { BasketContent } from "../../../features/basket/BasketContent";
import { CheckoutButton } from "../../../features/basket/CheckoutButton";
import { NotAdded } from "../../../features/basket/NotAdded";
import { useCheckoutAttempt } from "../../../features/basket/useCheckoutAttempt";
import { useLiveBasket } from "../../../features/basket/useLiveBasket";
import { graphql } from "../../../gql/orders";

const BasketPageQuery = graphql(`
  query BasketPage {
    basket {
      id
      lines {
        id
      }
      ...BasketContent_order
    }
    syncStatus {
      connected
      lastAppliedAt
    }
  }
`);

const LATE = "You can still place an order, but confirmation may take longer than usual.";

function NothingYet() {
  return (
    <EmptyState
      Icon={IconBasket}
      title="Your basket is empty"
      action={
        <Button component={Link} to="/">
          Continue shopping
        </Button>
      }
    >
      Products you add to your basket will appear here.
    </EmptyState>
  );
}

/** The basket and the way to order it. An attempt that may have gone through can be repeated, whatever is left. */
export function Basket() {
  const pause = useFallback(REFRESH_MS.shop);
  const { data, problem, refresh } = usePageQuery(BasketPageQuery, {}, pause);
  useLiveBasket();
  const navigate = useNavigate();
  const attempt = useCheckoutAttempt({
    onOrdered: (id) => void navigate(`/account/orders/${id}`),
    onRefused: refresh,
  });
  const basket = data.basket?.lines.length ? data.basket : null;
  return (
    <>
      <PageNotices problem={problem} sync={data.syncStatus} late={LATE} />
      <NotAdded />
      {basket && (
        <BasketContent basket={basket} onOutdated={refresh}>
          {(offer) => <CheckoutButton attempt={attempt} offer={offer} />}
        </BasketContent>
      )}
      {!basket && attempt.unsure && (
        <Stack maw="32rem">
          <CheckoutButton attempt={attempt} />
        </Stack>
      )}
      {!basket && !attempt.unsure && <NothingYet />}
    </>
  );
}
