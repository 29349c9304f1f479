import { CombinedGraphQLErrors, gql, type TypedDocumentNode } from "@apollo/client";
import { useSuspenseQuery } from "@apollo/client/react";
import { act, screen } from "@testing-library/react";
import { type ReactNode, Suspense } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { accessDenied } from "../../apollo/events";
import { announceToOtherTabs } from "../../apollo/tabs";
import { REFRESH_MS, RECOVER_MS } from "../../config";
import { type Answers, fakeService, unreachable } from "../../testing/fakeService";
import { renderPart } from "../../testing/render";
import { RequireRole } from "./RequireRole";
import { useMe } from "./MeProvider";
import { useSignOut } from "./useSignOut";

const user = (id: string, role = "CUSTOMER") => ({
  me: { __typename: "User", id, username: `user-${id}`, displayName: `User ${id}`, role },
});
const nobody = () => ({ me: null });

const SECRET: TypedDocumentNode<{ categories: string[] }> = gql`
  query Secret {
    categories
  }
`;

function Secret() {
  const { data } = useSuspenseQuery(SECRET);
  return <p>{data.categories}</p>;
}

function Page() {
  const { me } = useMe();
  const signOut = useSignOut();
  return (
    <>
      <p>{me === undefined ? "Unknown" : (me?.displayName ?? "Nobody")}</p>
      <button onClick={() => void signOut()}>Sign out</button>
      <Suspense>
        <Secret />
      </Suspense>
    </>
  );
}

async function pass(ms: number) {
  await act(() => vi.advanceTimersByTimeAsync(ms));
}

/** Opens the page and waits until it shows this text. */
async function open(part: ReactNode, answers: Answers, text: string) {
  const service = fakeService(answers);
  await act(async () => {
    renderPart(part, { link: service.link, api: "main", address: "/manage/users?q=a" });
  });
  await screen.findByText(text);
  return service;
}

const signedIn = () => ({ Me: () => user("7"), Secret: () => ({ categories: ["of user 7"] }) });
const EMPTY = ["Nobody", "of nobody"];

/** Checks that the page shows no data of the user. */
async function shownAfter(service: Awaited<ReturnType<typeof open>>, event: () => void) {
  service.answers.Me = nobody;
  service.answers.Secret = () => ({ categories: ["of nobody"] });
  await act(async () => event());
  await screen.findByText("Nobody");
  await screen.findByText("of nobody");
  return screen.getAllByRole("paragraph").map((paragraph) => paragraph.textContent);
}

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a session", () => {
  it("leaves no data behind when the user signs out", async () => {
    const service = await open(
      <Page />,
      {
        ...signedIn(),
        Logout: () => ({ logout: { sessions: 1 } }),
      },
      "of user 7",
    );
    expect(await shownAfter(service, () => screen.getByText("Sign out").click())).toEqual(EMPTY);
  });

  it("leaves no data behind when the user signs out in another tab", async () => {
    const service = await open(<Page />, signedIn(), "of user 7");
    expect(await shownAfter(service, () => announceToOtherTabs("another tab"))).toEqual(EMPTY);
  });

  it("leaves no data behind when a service reports its end", async () => {
    const service = await open(<Page />, signedIn(), "of user 7");
    expect(await shownAfter(service, () => accessDenied.emit())).toEqual(EMPTY);
  });

  it("leaves no data behind when polling detects its end", async () => {
    const service = await open(<Page />, signedIn(), "of user 7");
    expect(await shownAfter(service, () => vi.advanceTimersByTime(REFRESH_MS.me))).toEqual(EMPTY);
  });

  it("ends even if the service does not know it any more", async () => {
    const unknown = { message: "Sign in first.", extensions: { code: "UNAUTHENTICATED" } };
    const refused = () => new CombinedGraphQLErrors({ errors: [unknown] });
    const service = await open(<Page />, { ...signedIn(), Logout: refused }, "of user 7");
    expect(await shownAfter(service, () => screen.getByText("Sign out").click())).toEqual(EMPTY);
  });

  it("is kept while the account service is unavailable", async () => {
    const service = await open(<Page />, signedIn(), "of user 7");
    service.answers.Me = unreachable;
    await pass(REFRESH_MS.me + 5000);
    expect(screen.getByText("User 7")).toBeTruthy();
    expect(screen.getByText("of user 7")).toBeTruthy();
  });
});

describe("a page that requires a role", () => {
  const page = (
    <RequireRole minimumRole="STAFF">
      <p>The staff area</p>
    </RequireRole>
  );

  it("is shown to users with the role", async () => {
    await open(page, { Me: () => user("1", "ADMIN") }, "The staff area");
    expect(screen.queryByRole("heading")).toBeNull();
  });

  it("links visitors to the sign-in page with a return path", async () => {
    await open(page, { Me: nobody }, "Sign in to continue");
    const link = screen.getByRole("link", { name: "Sign in" });
    expect(link.getAttribute("href")).toBe("/sign-in?next=%2Fmanage%2Fusers%3Fq%3Da");
    expect(screen.queryByText("The staff area")).toBeNull();
  });

  it("denies access to users with another role", async () => {
    await open(page, { Me: () => user("7") }, "You don't have access");
    expect(screen.queryByText("The staff area")).toBeNull();
  });

  it("shows an error while the user is unknown, and recovers automatically", async () => {
    const service = await open(
      page,
      { Me: unreachable },
      "The account service is temporarily unavailable",
    );
    service.answers.Me = () => user("1", "STAFF");
    await pass(RECOVER_MS);
    expect(await screen.findByText("The staff area")).toBeTruthy();
  });

  it("is shown while the user is unknown if the shop checks access", async () => {
    const ofTheShop = (
      <RequireRole minimumRole="CUSTOMER" api="main">
        <p>The basket</p>
      </RequireRole>
    );
    await open(ofTheShop, { Me: unreachable }, "The basket");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("is hidden when the user loses the role", async () => {
    const service = await open(page, { Me: () => user("1", "STAFF") }, "The staff area");
    service.answers.Me = () => user("1", "CUSTOMER");
    await act(async () => accessDenied.emit());
    expect(await screen.findByText("You don't have access")).toBeTruthy();
    expect(screen.queryByText("The staff area")).toBeNull();
  });
});
