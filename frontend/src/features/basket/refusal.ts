/** A typed error of the service, with the fields that the mutations of this feature select. */
interface ServiceError {
  __typename: string;
  message: string;
  available?: number;
  fields?: { messages: string[] }[];
  problems?: { message: string }[];
  lines?: { title: string; message: string }[];
}

/** The reason why the service rejected a change. */
export interface Refusal {
  message: string;
  /** The number of available units, if there are too few. */
  available?: number;
}

/** Describes an error of the service for the customer. */
export function describeRefusal(error: ServiceError): string {
  const { __typename, message, available, fields, problems, lines } = error;
  if (__typename === "InsufficientStock")
    return available ? `Only ${available} left.` : "Sold out.";
  if (lines?.length)
    return `Your order wasn't placed. ${lines.map((line) => `${line.title}: ${line.message}`).join(" ")}`;
  const reasons =
    fields?.flatMap(({ messages }) => messages) ?? problems?.map((one) => one.message);
  return reasons?.join(" ") || message;
}
