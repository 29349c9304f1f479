import { screen } from "@testing-library/react";
import { Route, Routes, useLocation } from "react-router";
import { describe, expect, it } from "vitest";
import { fakeService } from "../../../testing/fakeService";
import { renderPart } from "../../../testing/render";
import SignInPage from "./SignInPage";

const me = { __typename: "User", id: "7", username: "ada", displayName: "Ada", role: "CUSTOMER" };

function Elsewhere() {
  const { pathname, search } = useLocation();
  return <p>Now at {pathname + search}</p>;
}

function open(address: string, user: object | null) {
  const { link } = fakeService({ Me: () => ({ me: user }) });
  const pages = (
    <Routes>
      <Route path="/sign-in" element={<SignInPage />} />
      <Route path="*" element={<Elsewhere />} />
    </Routes>
  );
  renderPart(pages, { link, address });
}

describe("the sign-in page", () => {
  it("leads who is signed in to where they were going", async () => {
    open("/sign-in?next=%2Fmanage%2Fusers%3Fq%3Dada", me);
    expect(await screen.findByText("Now at /manage/users?q=ada")).toBeTruthy();
  });

  it("leads nobody to another site", async () => {
    open("/sign-in?next=//elsewhere.test/", me);
    expect(await screen.findByText("Now at /")).toBeTruthy();
  });

  it("keeps in mind where one was going for those who have no account yet", () => {
    open("/sign-in?next=%2Faccount", null);
    const link = screen.getByRole("link", { name: "Create an account" });
    expect(link.getAttribute("href")).toBe("/register?next=%2Faccount");
  });
});
