import { ApolloLink, Observable } from "@apollo/client";

/** Adds fake subscriptions to a link. `push` sends data to the subscription with this name. */
export function fakeStreams(link: ApolloLink) {
  const observers = new Map<string, (data: object) => void>();
  const live = new ApolloLink(
    ({ operationName = "" }) =>
      new Observable((observer) => {
        observers.set(operationName, (data) => observer.next({ data }));
      }),
  );
  return {
    link: ApolloLink.split(({ operationType }) => operationType === "subscription", live, link),
    push: (name: string, data: object) => observers.get(name)?.(data),
  };
}
