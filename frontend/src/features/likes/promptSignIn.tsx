import { Anchor } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Link } from "react-router";
import { withReturnPath } from "../../components/returnPath";
import { savePendingAction } from "../../components/pendingAction";

const NOTIFICATION_ID = "sign-in-to-like";

/** Shows a notification with a link to the sign-in page. After signing in, the product is liked. */
export function promptSignIn(product: { id: string; title: string }, next: string): void {
  const onClick = () => {
    savePendingAction({ kind: "like", product: { id: product.id, title: product.title } }, next);
    notifications.hide(NOTIFICATION_ID);
  };
  const link = (
    <Anchor
      component={Link}
      to={withReturnPath("/sign-in", next)}
      inherit
      fw={600}
      onClick={onClick}
    >
      Sign in to like this product
    </Anchor>
  );
  notifications.show({
    id: NOTIFICATION_ID,
    title: "Sign in to continue",
    message: <>You need an account to like products. {link}</>,
    autoClose: false,
  });
}
