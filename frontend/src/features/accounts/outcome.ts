/** What the service has refused: each error at its field, and what concerns the form as a whole. */
export interface Refusal {
  kind: "refused";
  errors: Record<string, string>;
  message: string | null;
  /** After how many seconds trying again may help. */
  retryAfterSeconds: number | null;
}

/** How sending a form ended. */
export type Outcome = { kind: "done" } | Refusal;

export const DONE: Outcome = { kind: "done" };

/** A typed error of the service, as the mutations of this feature ask for it. */
interface ServiceError {
  __typename: string;
  message: string;
  fields?: { field: string; messages: string[] }[];
  retryAfterSeconds?: number;
}

/** The form's fields that an error can be about. */
function fieldErrors(error: ServiceError, passwordField: string): Record<string, string> {
  switch (error.__typename) {
    case "UsernameTaken":
      return { username: error.message };
    case "EmailTaken":
      return { email: error.message };
    case "WrongPassword":
      return { [passwordField]: error.message };
    default:
      return Object.fromEntries(
        (error.fields ?? []).map(({ field, messages }) => [field, messages.join(" ")]),
      );
  }
}

/**
 * Puts a typed error of the service at the fields that it is about; what concerns none of `fields` is the form's
 * message. Of a form that asks for the present password, that is the first field.
 */
export function toRefusal(error: ServiceError, fields: readonly string[]): Refusal {
  const all = Object.entries(fieldErrors(error, fields[0] ?? ""));
  const shown = all.filter(([field]) => fields.includes(field));
  const isElsewhere = all.length === 0 || shown.length < all.length;
  return {
    kind: "refused",
    errors: Object.fromEntries(shown),
    message: isElsewhere ? error.message : null,
    retryAfterSeconds: error.retryAfterSeconds ?? null,
  };
}
