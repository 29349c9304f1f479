import { Anchor } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Link } from "react-router";
import { withNext } from "../../components/nextPath";
import { keepWish } from "../../components/wish";

const ID = "sign-in-to-like";

/** Says that a like needs an account, and leads there and back; then the product is liked. One offer at a time. */
export function offerSignIn(product: { id: string; title: string }, next: string): void {
  const take = () => {
    keepWish({ kind: "like", product: { id: product.id, title: product.title } }, next);
    notifications.hide(ID);
  };
  const link = (
    <Anchor component={Link} to={withNext("/sign-in", next)} inherit fw={600} onClick={take}>
      Sign in to like this product
    </Anchor>
  );
  notifications.show({
    id: ID,
    title: "Sign in to continue",
    message: <>You need an account to like products. {link}</>,
    autoClose: false,
  });
}
