import { useApolloClient } from "@apollo/client/react";
import { ActionIcon, Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconBasketPlus } from "@tabler/icons-react";
import { useRef } from "react";
import { useLocation, useNavigate } from "react-router";
import { describeProblem } from "../../apollo/problems";
import { useApi } from "../../apollo/ServiceProvider";
import { chunk } from "../../components/chunks";
import { withNext } from "../../components/nextPath";
import { keepWish } from "../../components/wish";
import { showProblem } from "../../components/showProblem";

const loadAdding = chunk(() => import("./addToBasket"));

interface AddToBasketButtonProps {
  product: { id: string; title: string };
  /** False where nobody is: then it leads to where one signs in, and back; the product is added after that. */
  isSignedIn: boolean;
  /** Large, in words: where the product stands alone. */
  prominent?: boolean;
  /** The options that were chosen for it. */
  options?: readonly string[];
  /** Why it cannot be added as it is: the id of what says so, and null where nothing is wrong. */
  missing?: string | null;
  /** Called where the service has something against it. */
  onRefused?: () => void;
}

/** Puts one of the product into the basket. What that takes is loaded when it is first pressed. */
export function AddToBasketButton(props: AddToBasketButtonProps) {
  const { product, isSignedIn, prominent, options, missing = null, onRefused } = props;
  const { id, title } = product;
  const api = useApi();
  const client = useApolloClient();
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const busy = useRef(false);

  const add = async () => {
    try {
      const { addToBasket } = await loadAdding();
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
    keepWish({ kind: "basket", product: { id, title }, options: options ?? [] }, next);
    return navigate(withNext("/sign-in", next));
  };
  const press = async () => {
    if (busy.current || missing !== null) return;
    busy.current = true;
    await (isSignedIn ? add() : signIn());
    busy.current = false;
  };

  return prominent ? (
    <Button
      size="md"
      radius="xl"
      leftSection={<IconBasketPlus size={20} aria-hidden />}
      aria-disabled={missing !== null || undefined}
      data-disabled={missing !== null || undefined}
      aria-describedby={missing ?? undefined}
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
      aria-disabled={missing !== null || undefined}
      data-disabled={missing !== null || undefined}
      aria-describedby={missing ?? undefined}
      onClick={press}
    >
      <IconBasketPlus size={22} aria-hidden />
    </ActionIcon>
  );
}
