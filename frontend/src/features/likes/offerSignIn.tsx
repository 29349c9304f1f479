import { Anchor } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Link } from "react-router";
import { withNext } from "../../components/nextPath";

const ID = "sign-in-to-like";

/** Says that a like needs an account, and leads there and back. There is one such offer at a time. */
export function offerSignIn(next: string): void {
  const link = (
    <Anchor
      component={Link}
      to={withNext("/sign-in", next)}
      inherit
      fw={600}
      onClick={() => notifications.hide(ID)}
    >
      Sign in to like it
    </Anchor>
  );
  notifications.show({
    id: ID,
    title: "Please sign in first",
    message: <>A like belongs to an account. {link}</>,
    autoClose: false,
  });
}
