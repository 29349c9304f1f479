import type { ApolloClient } from "@apollo/client";
import { notifications } from "@mantine/notifications";
import { describeProblem } from "../../../apollo/problems";
import type { PendingAction } from "../../../components/pendingAction";

const DONE = { basket: "Added to your basket.", like: "Added to your likes." };
const FAILED = { basket: "Not added to your basket.", like: "Your like wasn't saved." };

/** Executes the action. Returns the error message of the service, or null. Its code is loaded on demand. */
async function execute(action: PendingAction, client: ApolloClient): Promise<string | null> {
  if (action.kind === "like") {
    const { likeProduct } = await import("../../../features/likes/likeProduct");
    return likeProduct(client, action.product.id);
  }
  const { addToBasket } = await import("../../../features/basket/addToBasket");
  return addToBasket(client, action.product.id, action.options);
}

/** Runs the action that a visitor started before signing in, with the new session, and shows the result. */
export async function runPendingAction(action: PendingAction, client: ApolloClient): Promise<void> {
  const { title } = action.product;
  const fail = (reason: string) =>
    notifications.show({ title, message: `${FAILED[action.kind]} ${reason}`, color: "berry" });
  try {
    const refusal = await execute(action, client);
    if (refusal) fail(refusal);
    else notifications.show({ title, message: DONE[action.kind], autoClose: 2500 });
  } catch (error) {
    const problem = describeProblem(error, "main");
    fail(`${problem.title}. ${problem.message}`);
  }
}
