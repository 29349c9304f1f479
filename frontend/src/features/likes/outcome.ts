/** The product fields that a like changes. */
export interface Likeable {
  id: string;
  likes: number;
}

/** The result of a like or unlike. `refusal` is the error message of the service. */
export interface LikeOutcome {
  refusal: string | null;
}
