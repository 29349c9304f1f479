import { liveParts } from "../../apollo/liveParts";
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
  /** Whether somebody is signed in: only then can be told what they like. */
  isSignedIn: boolean;
}

function Some({ ids, isSignedIn }: LiveLikesProps) {
  useLive(LikesLive, { ids: [...ids], mine: isSignedIn });
  return null;
}

/** Shows nothing: keeps the likes of these products fresh, wherever they are shown. */
export function LiveLikes({ ids, isSignedIn }: LiveLikesProps) {
  return liveParts(ids).map((part) => <Some key={part[0]} ids={part} isSignedIn={isSignedIn} />);
}
