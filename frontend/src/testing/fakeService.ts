import {
  ApolloLink,
  CombinedGraphQLErrors,
  Observable,
  type OperationVariables,
} from "@apollo/client";
import { vi } from "vitest";
import type { Api } from "../config";

type Answer = object | Error;

interface Request {
  api: Api | undefined;
  name: string | undefined;
  variables: OperationVariables;
}

/**
 * Stands for both services: answers operations by name, with data, or with an error to fail by. An answer given
 * twice or more is a function; one that is `undefined` never comes.
 */
export function fakeService(answers: Record<string, (request: Request) => Answer | undefined>) {
  const seen = vi.fn<(request: Request) => void>();
  const link = new ApolloLink((operation) => {
    const { operationName: name, variables } = operation;
    const request = { api: operation.getContext().api, name, variables };
    seen(request);
    return new Observable((observer) => {
      const timer = setTimeout(() => {
        const answer = answers[name ?? ""]?.(request);
        if (answer instanceof CombinedGraphQLErrors) {
          observer.next({ data: null, errors: [...answer.errors] });
        } else if (answer instanceof Error) observer.error(answer);
        else if (answer) observer.next({ data: answer });
        if (answer) observer.complete();
      });
      return () => clearTimeout(timer);
    });
  });
  const sent = (name: string) =>
    seen.mock.calls.map(([request]) => request).filter((request) => request.name === name);
  return { link, answers, sent };
}

/** What a service that cannot be reached looks like to the page. */
export function unreachable(): Error {
  return new TypeError("Failed to fetch");
}
