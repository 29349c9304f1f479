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

/** As many as the service tells of at once. */
const MOST = 100;

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
  // Another order of the list is no reason to subscribe anew.
  const sorted = ids.toSorted();
  const parts = Array.from({ length: Math.ceil(sorted.length / MOST) }, (_, index) =>
    sorted.slice(index * MOST, (index + 1) * MOST),
  );
  return parts.map((part) => <Some key={part[0]} ids={part} isSignedIn={isSignedIn} />);
}
