/** A typed error of the service, as the mutations of this feature ask for it. */
interface ServiceError {
  __typename: string;
  message: string;
  available?: number;
  fields?: { messages: string[] }[];
  problems?: { message: string }[];
  lines?: { title: string; message: string }[];
}

/** Why a change of the basket was refused. */
export interface Refusal {
  message: string;
  /** How many can be had, where more were wanted. */
  available?: number;
}

/** Why the service has refused something, in words for the customer. */
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
