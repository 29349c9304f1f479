import { ActionIcon } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconHeart, IconHeartFilled } from "@tabler/icons-react";
import { useRef } from "react";
import { useLocation } from "react-router";
import { describeProblem } from "../../apollo/problems";
import { useApi } from "../../apollo/ServiceProvider";
import { countOf } from "../../components/format";
import { type FragmentType, graphql, readFragment } from "../../gql/main";
import { showProblem } from "../../components/showProblem";
import classes from "./LikeButton.module.css";
import { promptSignIn } from "./promptSignIn";
import { useLikeProduct } from "./useLikeProduct";
import { useUnlikeProduct } from "./useUnlikeProduct";

const productFragment = graphql(`
  fragment LikeButton_product on Product {
    id
    title
    likes
    likedByMe
  }
`);

/**
 * The live fields of likes. `$mine` selects `likedByMe` only for signed-in users, because a WebSocket that was opened
 * before a visitor got their cookie does not know the visitor.
 */
export const liveLikes = graphql(`
  fragment LikeButton_live on Product {
    id
    likes
    likedByMe @include(if: $mine)
  }
`);

interface LikeButtonProps {
  product: FragmentType<typeof productFragment>;
  /** A large button with a text label for the count, for the product page. */
  prominent?: boolean;
}

/** The number of likes, with a button to like or unlike the product. */
export function LikeButton({ product: masked, prominent = false }: LikeButtonProps) {
  const product = readFragment(productFragment, masked);
  const api = useApi();
  const like = useLikeProduct();
  const unlike = useUnlikeProduct();
  const { pathname, search } = useLocation();
  const busy = useRef(false);

  const toggle = async () => {
    if (busy.current) return;
    busy.current = true;
    try {
      const { refusal } = await (product.likedByMe ? unlike(product) : like(product));
      if (refusal) notifications.show({ color: "berry", title: product.title, message: refusal });
    } catch (error) {
      const { title, message, signIn } = describeProblem(error, api);
      if (signIn) return promptSignIn(product, pathname + search);
      showProblem({ title, message: `${message} Your change wasn't saved.` });
    } finally {
      busy.current = false;
    }
  };

  const Heart = product.likedByMe ? IconHeartFilled : IconHeart;
  return (
    <span className={classes.like} data-prominent={prominent || undefined}>
      <span className={classes.count}>
        {prominent ? (
          countOf(product.likes, "like")
        ) : (
          <>
            <span aria-hidden>{product.likes}</span>
            <span className="visually-hidden">{countOf(product.likes, "like")}</span>
          </>
        )}
      </span>
      <ActionIcon
        variant={prominent ? "light" : "subtle"}
        color="berry"
        size={prominent ? 48 : 40}
        radius="xl"
        className={classes.button}
        aria-label={`${product.likedByMe ? "Unlike" : "Like"} ${product.title}`}
        onClick={toggle}
      >
        <Heart
          size={prominent ? 26 : 22}
          aria-hidden
          className={product.likedByMe ? classes.liked : undefined}
        />
      </ActionIcon>
    </span>
  );
}
