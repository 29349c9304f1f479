import { useApolloClient } from "@apollo/client/react";
import { ActionIcon, Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconBasketPlus } from "@tabler/icons-react";
import { useRef } from "react";
import { useLocation, useNavigate } from "react-router";
import { describeProblem } from "../../apollo/problems";
import { useApi } from "../../apollo/ServiceProvider";
import { retryableImport } from "../../components/chunks";
import { withReturnPath } from "../../components/returnPath";
import { savePendingAction } from "../../components/pendingAction";
import { showProblem } from "../../components/showProblem";

const loadAddToBasket = retryableImport(() => import("./addToBasket"));

interface AddToBasketButtonProps {
  product: { id: string; title: string };
  /** If false, the button leads to the sign-in page and back, and the product is added after signing in. */
  isSignedIn: boolean;
  /** A large button with a label, for the product page. */
  prominent?: boolean;
  /** The selected options. */
  options?: readonly string[];
  /** The id of the element that explains why the product cannot be added; null if it can be added. */
  blockedBy?: string | null;
  /** Called if the service rejects the request. */
  onRefused?: () => void;
}

/** Adds one unit of the product to the basket. The required code is loaded on the first click. */
export function AddToBasketButton(props: AddToBasketButtonProps) {
  const { product, isSignedIn, prominent, options, blockedBy = null, onRefused } = props;
  const { id, title } = product;
  const api = useApi();
  const client = useApolloClient();
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const busy = useRef(false);

  const add = async () => {
    try {
      const { addToBasket } = await loadAddToBasket();
      const refusal = await addToBasket(client, id, options);
      if (refusal) onRefused?.();
      notifications.show(
        refusal
          ? { title, message: refusal, color: "berry" }
          : { title, message: "Added to your basket.", autoClose: 2500 },
      );
    } catch (error) {
      const problem = describeProblem(error, api);
      if (problem.signIn) await signIn();
      else showProblem(problem);
    }
  };
  const signIn = () => {
    const next = pathname + search;
    savePendingAction({ kind: "basket", product: { id, title }, options: options ?? [] }, next);
    return navigate(withReturnPath("/sign-in", next));
  };
  const press = async () => {
    if (busy.current || blockedBy !== null) return;
    busy.current = true;
    await (isSignedIn ? add() : signIn());
    busy.current = false;
  };

  return prominent ? (
    <Button
      size="md"
      radius="xl"
      leftSection={<IconBasketPlus size={20} aria-hidden />}
      aria-disabled={blockedBy !== null || undefined}
      data-disabled={blockedBy !== null || undefined}
      aria-describedby={blockedBy ?? undefined}
      onClick={press}
    >
      Add to basket
    </Button>
  ) : (
    <ActionIcon
      variant="subtle"
      size={40}
      radius="xl"
      mr={-8}
      aria-label={`Add ${title} to basket`}
      aria-disabled={blockedBy !== null || undefined}
      data-disabled={blockedBy !== null || undefined}
      aria-describedby={blockedBy ?? undefined}
      onClick={press}
    >
      <IconBasketPlus size={22} aria-hidden />
    </ActionIcon>
  );
}
