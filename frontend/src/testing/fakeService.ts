import {
  ApolloLink,
  CombinedGraphQLErrors,
  Observable,
  type OperationVariables,
} from "@apollo/client";
import { vi } from "vitest";
import type { Api } from "../config";

interface Request {
  api: Api | undefined;
  name: string | undefined;
  variables: OperationVariables;
}

/** The response to each operation, by its name: data, an error, or undefined for no response at all. */
export type Answers = Record<string, (request: Request) => object | Error | undefined>;

/** A fake of both services. Tests can replace responses at any time. */
export function fakeService(answers: Answers) {
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

/** The network error of an unavailable service. */
export function unreachable(): Error {
  return new TypeError("Failed to fetch");
}
