/** What a like changes. */
export interface Likeable {
  id: string;
  likes: number;
}

/** How a like or its taking back ended: done, or refused with the service's own words. */
export interface LikeOutcome {
  refusal: string | null;
}
