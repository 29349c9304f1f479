import { toIdBatches } from "../../apollo/idBatches";
import { useLive } from "../../apollo/useLive";
import { graphql } from "../../gql/main";

const LikesLive = graphql(`
  subscription LikesLive($ids: [ID!]!, $mine: Boolean!) {
    likesChanged(productIds: $ids) {
      id
      product {
        id
        ...LikeButton_live
      }
    }
  }
`);

interface LiveLikesProps {
  ids: readonly string[];
  /** Whether to subscribe to `likedByMe`, which requires a signed-in user. */
  isSignedIn: boolean;
}

function LiveBatch({ ids, isSignedIn }: LiveLikesProps) {
  useLive(LikesLive, { ids: [...ids], mine: isSignedIn });
  return null;
}

/** Subscribes to the likes of these products. Renders nothing. */
export function LiveLikes({ ids, isSignedIn }: LiveLikesProps) {
  return toIdBatches(ids).map((batch) => (
    <LiveBatch key={batch[0]} ids={batch} isSignedIn={isSignedIn} />
  ));
}
