import { ApolloLink, Observable } from "@apollo/client";

/** Puts subscriptions before a link of a test's own: `tell` has one of them, by its name, come with a state. */
export function fakeStreams(link: ApolloLink) {
  const told = new Map<string, (data: object) => void>();
  const live = new ApolloLink(
    ({ operationName = "" }) =>
      new Observable((observer) => {
        told.set(operationName, (data) => observer.next({ data }));
      }),
  );
  return {
    link: ApolloLink.split(({ operationType }) => operationType === "subscription", live, link),
    tell: (name: string, data: object) => told.get(name)?.(data),
  };
}
