import { Button, Stack } from "@mantine/core";
import { IconBasket } from "@tabler/icons-react";
import { Link, useNavigate } from "react-router";
import { usePollingInterval } from "../../../apollo/useIsLive";
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

const IMPACT = "You can still place an order, but confirmation may take longer than usual.";

function EmptyBasket() {
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

/**
 * The basket and the checkout. If a checkout may have succeeded without a response, it can be repeated even if the basket
 * is empty now.
 */
export function Basket() {
  const interval = usePollingInterval(REFRESH_MS.shop);
  const { data, problem, refresh } = usePageQuery(BasketPageQuery, {}, interval);
  useLiveBasket();
  const navigate = useNavigate();
  const attempt = useCheckoutAttempt({
    onOrdered: (id) => void navigate(`/account/orders/${id}`),
    onRefused: refresh,
  });
  const basket = data.basket?.lines.length ? data.basket : null;
  return (
    <>
      <PageNotices problem={problem} sync={data.syncStatus} impact={IMPACT} />
      <NotAdded />
      {basket && (
        <BasketContent basket={basket} onOutdated={refresh}>
          {(request) => <CheckoutButton attempt={attempt} request={request} />}
        </BasketContent>
      )}
      {!basket && attempt.isUncertain && (
        <Stack maw="32rem">
          <CheckoutButton attempt={attempt} />
        </Stack>
      )}
      {!basket && !attempt.isUncertain && <EmptyBasket />}
    </>
  );
}
