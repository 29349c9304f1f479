/** The errors of the service, by field and for the whole form. */
export interface Refusal {
  kind: "refused";
  errors: Record<string, string>;
  message: string | null;
  /** The number of seconds after which a retry may succeed. */
  retryAfterSeconds: number | null;
}

/** The result of submitting a form. */
export type Outcome = { kind: "done" } | Refusal;

export const DONE: Outcome = { kind: "done" };

/** A typed error of the service, with the fields that the mutations of this feature select. */
interface ServiceError {
  __typename: string;
  message: string;
  fields?: { field: string; messages: string[] }[];
  retryAfterSeconds?: number;
}

/** The error messages by field. */
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
 * Converts a typed error of the service into errors of the form's `fields`. Errors of other fields become the message of
 * the form. If a form asks for the current password, it must be the first field.
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
