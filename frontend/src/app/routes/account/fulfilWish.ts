import type { ApolloClient } from "@apollo/client";
import { notifications } from "@mantine/notifications";
import { describeProblem } from "../../../apollo/problems";
import type { Wish } from "../../../components/wish";

const DONE = { basket: "Added to your basket.", like: "Added to your likes." };
const FAILED = { basket: "Not added to your basket.", like: "Your like wasn't saved." };

/** Does what was wished; returns why the service refuses it, or null. What that takes is loaded only now. */
async function fulfil(wish: Wish, client: ApolloClient): Promise<string | null> {
  if (wish.kind === "like") {
    const { likeProduct } = await import("../../../features/likes/likeProduct");
    return likeProduct(client, wish.product.id);
  }
  const { addToBasket } = await import("../../../features/basket/addToBasket");
  return addToBasket(client, wish.product.id, wish.options);
}

/** Does what a visitor wished before signing in, on main_service's client of the new session; says what became of it. */
export async function fulfilWish(wish: Wish, client: ApolloClient): Promise<void> {
  const { title } = wish.product;
  const fail = (reason: string) =>
    notifications.show({ title, message: `${FAILED[wish.kind]} ${reason}`, color: "berry" });
  try {
    const refusal = await fulfil(wish, client);
    if (refusal) fail(refusal);
    else notifications.show({ title, message: DONE[wish.kind], autoClose: 2500 });
  } catch (error) {
    const problem = describeProblem(error, "main");
    fail(`${problem.title}. ${problem.message}`);
  }
}
