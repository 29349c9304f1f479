import { render } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { expect, test, vi } from "vitest";
import { useScrollRestoration } from "./useScrollRestoration";

function Page() {
  useScrollRestoration();
  return null;
}

test("a position without a scroll event is saved when the page is left", () => {
  render(
    <MemoryRouter initialEntries={["/shelf"]}>
      <Page />
    </MemoryRouter>,
  );
  vi.stubGlobal("scrollY", 3106);
  window.dispatchEvent(new Event("pagehide"));
  expect(sessionStorage.getItem("tandem:scroll")).toMatch(/\/shelf",3106]/);
  vi.unstubAllGlobals();
});
